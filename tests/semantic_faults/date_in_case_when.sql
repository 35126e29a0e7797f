-- expect: FSC123 3:22
-- duckdb: binds, DuckDB refuses the cast only when it runs
select id, case when day then 1 else 0 end as has_day from production.orders
