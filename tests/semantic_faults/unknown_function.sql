-- expect: FSC200 3:12
-- duckdb: not asked, the lowering refuses it
select id, cuberoot(amount) as root from production.orders
