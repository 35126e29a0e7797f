-- expect: FSC123 3:40
-- duckdb: refuses
select id from production.orders where day in (20230701, 20230801)
