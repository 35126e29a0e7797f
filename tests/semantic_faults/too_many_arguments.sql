-- expect: FSC122 3:12
-- duckdb: not asked, the lowering refuses it
select id, nullif(amount, 0, 1) as amount from production.orders
