-- expect: FSC117 3:8
-- duckdb: refuses
select brands.token from production.brands as b
