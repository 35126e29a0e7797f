-- expect: FSC115 3:46
-- duckdb: refuses
select token from production.brands order by creatdat limit 10
