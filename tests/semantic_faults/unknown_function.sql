-- expect: FSC126 3:12
-- duckdb: refuses
select id, cuberoot(amount) as root from production.orders
