-- expect: FSC200 3:21
-- duckdb: refuses
select dateadd(day, status, day) as later from production.orders
