-- expect: FSC115 5:48
-- duckdb: refuses
select id, sum(amount) over w as total
from production.orders
window w as (partition by brand_token order by placed_at)
