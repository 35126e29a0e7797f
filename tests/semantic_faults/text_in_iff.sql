-- expect: FSC200 3:29
-- duckdb: refuses
select iff(is_gift, status, 0) as status from production.orders
