-- expect: FSC123 3:40
-- duckdb: refuses
select id from production.orders where day > 20230801
