-- expect: FSC122 3:30
-- duckdb: refuses
select id, date_trunc('day', amount) as day from production.orders
