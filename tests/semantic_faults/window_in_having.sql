-- expect: FSC120 6:8
-- duckdb: refuses
select brand_token, count(*) as orders
from production.orders
group by brand_token
having rank() over (order by brand_token) = 1
