-- expect: FSC121 3:52
-- duckdb: refuses
select token, name from production.brands order by 4 limit 1
