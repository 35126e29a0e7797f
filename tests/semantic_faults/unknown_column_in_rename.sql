-- expect: FSC115 3:18
-- duckdb: refuses
select * rename (nmae as brand_name) from production.brands
