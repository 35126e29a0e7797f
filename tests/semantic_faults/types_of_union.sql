-- expect: FSC123 5:12
-- duckdb: refuses
select id, amount as value from production.orders
union all
select id, day from production.orders
