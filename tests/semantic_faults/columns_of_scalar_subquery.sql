-- expect: FSC127 3:18
-- duckdb: refuses
select b.token, (select max(o.amount), min(o.amount) from production.orders as o) as range_of_amounts
from production.brands as b
