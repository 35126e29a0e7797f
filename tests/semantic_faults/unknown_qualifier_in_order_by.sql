-- expect: FSC117 3:53
-- duckdb: refuses
select b.token from production.brands as b order by brnads.created_at
