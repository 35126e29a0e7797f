-- expect: FSC200 3:15
-- duckdb: binds, but rounds the text to a whole number
select decode(status, 1, 1, 0) as is_one from production.orders
