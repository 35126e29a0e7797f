-- expect: FSC106 3:15
-- duckdb: binds, DuckDB makes up a name
select token, lower(name) from production.brands
