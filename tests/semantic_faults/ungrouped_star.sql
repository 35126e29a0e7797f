-- expect: FSC119 3:8
-- duckdb: refuses
select *, count(*) as orders from production.categories group by id
