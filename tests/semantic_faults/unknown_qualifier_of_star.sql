-- expect: FSC117 3:8
-- duckdb: refuses
select brand.* from production.brands as b
