-- expect: FSC115 3:8
-- duckdb: binds, DuckDB ignores case even between quotes
select "token" from production.brands
