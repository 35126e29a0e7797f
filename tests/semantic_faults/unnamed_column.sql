-- expect: FSC106 3:15
-- duckdb: refuses
select token, lower(name) from production.brands
