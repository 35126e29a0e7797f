-- expect: FSC117 3:8
-- duckdb: refuses
select x.token from production.brands as b
