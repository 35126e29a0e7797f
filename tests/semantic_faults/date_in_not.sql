-- expect: FSC123 3:16
-- duckdb: refuses
select id, not day as is_missing from production.orders
