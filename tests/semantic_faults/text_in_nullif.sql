-- expect: FSC200 3:15
-- duckdb: binds, but rounds the text to a whole number
select nullif(status, 0) as status from production.orders
