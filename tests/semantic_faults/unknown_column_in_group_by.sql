-- expect: FSC115 3:59
-- duckdb: refuses
select count(*) as brands from production.brands group by category
