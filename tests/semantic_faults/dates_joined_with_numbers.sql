-- expect: FSC123 5:36
-- duckdb: binds, DuckDB refuses the cast only when it runs
select o.id
from production.orders as o
join production.categories as c on o.day = c.id
