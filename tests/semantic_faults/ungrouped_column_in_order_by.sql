-- expect: FSC119 6:10
-- duckdb: refuses
select brand_token, count(*) as orders
from production.orders
group by brand_token
order by created_at
