-- expect: FSC200 3:72
-- duckdb: binds, but rounds the text to a whole number
select o.id from production.orders as o join production.brands as b on b.token = o.id
