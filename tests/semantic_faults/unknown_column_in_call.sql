-- expect: FSC115 3:21
-- duckdb: refuses
select id, coalesce(amout, 0) as amount from production.orders
