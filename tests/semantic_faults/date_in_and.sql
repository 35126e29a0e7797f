-- expect: FSC123 3:52
-- duckdb: binds, DuckDB refuses the cast only when it runs
select id from production.orders where is_gift and created_at
