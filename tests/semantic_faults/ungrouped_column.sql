-- expect: FSC119 3:21
-- duckdb: refuses
select brand_token, status, count(*) as orders
from production.orders
group by brand_token
