-- expect: FSC115 3:31
-- duckdb: refuses
select b.token, (select max(o.amnt) from production.orders as o) as highest
from production.brands as b
