-- expect: FSC118 5:12
-- duckdb: binds, DuckDB renames the second
select 1 as one
from production.orders
cross join production.orders
