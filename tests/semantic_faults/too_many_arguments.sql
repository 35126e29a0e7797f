-- expect: FSC122 3:12
-- duckdb: refuses
select id, nullif(amount, 0, 1) as amount from production.orders
