-- expect: FSC200 3:8
-- duckdb: refuses
select status + 1 as next from production.orders
