-- expect: FSC115 3:8
-- duckdb: refuses
select x as y, y as x from production.orders
