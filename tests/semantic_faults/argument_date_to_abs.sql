-- expect: FSC122 3:16
-- duckdb: refuses
select id, abs(day) as day from production.orders
