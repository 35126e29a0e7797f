-- expect: FSC118 5:12
-- duckdb: refuses
select 1 as one
from production.orders
cross join production.orders
