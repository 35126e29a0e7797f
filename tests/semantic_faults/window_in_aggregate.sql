-- expect: FSC120 3:25
-- duckdb: refuses
select brand_token, sum(lag(amount) over (order by created_at)) as total
from production.orders
group by brand_token
