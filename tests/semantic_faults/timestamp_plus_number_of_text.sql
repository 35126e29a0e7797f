-- expect: FSC123 3:12
-- duckdb: refuses
select id, created_at / 2 as half from production.orders
