-- expect: FSC122 3:17
-- duckdb: binds, the macro for dates raises an error only when it runs
select id, year(is_gift) as year from production.orders
