-- expect: FSC122 3:27
-- duckdb: refuses
select id, dateadd('day', day, created_at) as later from production.orders
