-- expect: FSC200 3:19
-- duckdb: binds, but rounds the text to a whole number
select equal_null(status, id) as is_id from production.orders
