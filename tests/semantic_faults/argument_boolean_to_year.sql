-- expect: FSC122 3:17
-- duckdb: refuses
select id, year(is_gift) as year from production.orders
