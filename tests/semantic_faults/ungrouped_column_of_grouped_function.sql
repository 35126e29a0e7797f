-- expect: FSC119 3:8
-- duckdb: refuses
select created_at, count(*) as orders
from production.orders
group by date_trunc('day', created_at)
