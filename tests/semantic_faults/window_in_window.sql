-- expect: FSC120 3:16, FSC200 3:12
-- duckdb: not asked, the lowering refuses it
select id, sum(lag(amount) over (order by created_at)) over (partition by brand_token) as total
from production.orders
