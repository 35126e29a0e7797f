-- expect: FSC126 3:12
-- duckdb: refuses
select id, coalese(amount, 0) as amount from production.orders
