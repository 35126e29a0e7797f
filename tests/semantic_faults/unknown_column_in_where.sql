-- expect: FSC115 3:43
-- duckdb: refuses
select token from production.brands where creatd_at < '2023-08-01'::date
