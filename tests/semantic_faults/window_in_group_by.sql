-- expect: FSC120 5:10
-- duckdb: refuses
select count(*) as orders
from production.orders
group by rank() over (order by created_at)
