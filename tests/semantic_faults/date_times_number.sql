-- expect: FSC123 3:12
-- duckdb: refuses
select id, day * 2 as twice from production.orders
