-- expect: FSC115 3:65
-- duckdb: refuses
select brand_token, listagg(status, ',') within group (order by craeted_at) as statuses
from production.orders
group by brand_token
