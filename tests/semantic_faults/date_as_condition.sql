-- expect: FSC123 3:40
-- duckdb: binds, DuckDB refuses the cast only when it runs
select id from production.orders where day
