-- expect: FSC120 3:16
-- duckdb: refuses
select id, sum(lag(amount) over (order by created_at)) over (partition by brand_token) as total
from production.orders
