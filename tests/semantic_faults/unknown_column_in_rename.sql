-- expect: FSC115 3:18
-- duckdb: binds, DuckDB passes over a RENAME of nothing
select * rename (nmae as brand_name) from production.brands
