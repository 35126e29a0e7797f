-- expect: FSC115 6:12
-- duckdb: refuses
select brand_token, count(*) as orders
from production.orders
group by brand_token
having sum(amont) > 10
