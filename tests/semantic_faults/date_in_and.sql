-- expect: FSC123 3:52
-- duckdb: refuses
select id from production.orders where is_gift and created_at
