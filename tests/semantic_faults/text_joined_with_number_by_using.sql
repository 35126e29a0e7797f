-- expect: FSC200 3:100
-- duckdb: binds, but rounds the text to a whole number
select id from production.orders as o join (select token as id from production.brands) as b using (id)
