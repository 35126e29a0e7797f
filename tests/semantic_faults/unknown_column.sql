-- expect: FSC115 3:8
-- duckdb: refuses
select actve from production.brands
