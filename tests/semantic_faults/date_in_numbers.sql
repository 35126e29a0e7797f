-- expect: FSC123 3:40
-- duckdb: binds, DuckDB refuses the cast only when it runs
select id from production.orders where day in (20230701, 20230801)
