-- expect: FSC107 3:12
-- duckdb: binds, DuckDB renames the second
select id, * from production.categories
