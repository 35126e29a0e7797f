-- expect: FSC122 3:12
-- duckdb: not asked, the lowering refuses it
select id, datediff('day', created_at) as age from production.orders
