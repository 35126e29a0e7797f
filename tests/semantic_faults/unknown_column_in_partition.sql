-- expect: FSC115 3:43
-- duckdb: refuses
select id, sum(amount) over (partition by brand) as total from production.orders
