-- expect: FSC115 3:8
-- duckdb: refuses
select "token" from production.brands
