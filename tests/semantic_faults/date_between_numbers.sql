-- expect: FSC123 3:40
-- duckdb: refuses
select id from production.orders where day between 20230701 and 20230801
