-- expect: FSC115 3:19
-- duckdb: refuses
select * exclude (nmae) from production.brands
