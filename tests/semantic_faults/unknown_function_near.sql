-- expect: FSC200 3:12
-- duckdb: not asked, the lowering refuses it
select id, coalese(amount, 0) as amount from production.orders
