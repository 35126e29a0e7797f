-- expect: FSC200 3:24
-- duckdb: binds, but fails when it runs
select dateadd(day, 1, status) as later from production.orders
