-- expect: FSC123 5:12
-- duckdb: binds, DuckDB refuses the cast only when it runs
select id, amount as value from production.orders
union all
select id, day from production.orders
