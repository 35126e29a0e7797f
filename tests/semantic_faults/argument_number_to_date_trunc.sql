-- expect: FSC122 3:30
-- duckdb: binds, the macro for dates raises an error only when it runs
select id, date_trunc('day', amount) as day from production.orders
