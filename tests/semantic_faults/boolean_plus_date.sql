-- expect: FSC123 3:12
-- duckdb: refuses
select id, is_gift + day as later from production.orders
