-- expect: FSC107 3:12
-- duckdb: refuses
select id, * from production.categories
