-- expect: FSC119 6:8
-- duckdb: refuses
select brand_token, count(*) as orders
from production.orders
group by brand_token
having status = 'paid'
