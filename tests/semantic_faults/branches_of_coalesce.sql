-- expect: FSC122 3:29
-- duckdb: refuses
select id, coalesce(amount, created_at) as mixed from production.orders
