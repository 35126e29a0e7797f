-- expect: FSC200 3:25
-- duckdb: refuses
select coalesce(status, 0) as status from production.orders
