-- expect: FSC200 3:17
-- duckdb: refuses
select count_if(amount) as amounts from production.orders
