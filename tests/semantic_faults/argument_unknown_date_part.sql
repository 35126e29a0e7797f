-- expect: FSC122 3:21
-- duckdb: not asked, the lowering refuses it
select id, datediff('dya', created_at, '2023-08-01'::date) as age from production.orders
