-- expect: FSC123 3:12
-- duckdb: refuses
select id, amount - day as rest from production.orders
