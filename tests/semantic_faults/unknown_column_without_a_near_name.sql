-- expect: FSC115 3:15
-- duckdb: refuses
select token, turnover from production.brands
