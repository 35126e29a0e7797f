-- expect: FSC200 3:25
-- duckdb: refuses
select coalesce(status, is_gift) as status from production.orders
