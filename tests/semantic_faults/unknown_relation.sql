-- expect: FSC103 3:19
-- duckdb: refuses
select token from production.brnads
