-- expect: FSC200 3:12
-- duckdb: refuses
select sum(status) as total from production.orders
