-- expect: FSC123 3:16
-- duckdb: binds, DuckDB refuses the cast only when it runs
select id, not day as is_missing from production.orders
