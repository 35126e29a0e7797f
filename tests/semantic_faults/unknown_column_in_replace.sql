-- expect: FSC115 3:34
-- duckdb: refuses
select * replace (lower(name) as nmae) from production.brands
