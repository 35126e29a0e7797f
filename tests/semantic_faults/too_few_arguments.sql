-- expect: FSC122 3:12
-- duckdb: refuses
select id, datediff('day', created_at) as age from production.orders
