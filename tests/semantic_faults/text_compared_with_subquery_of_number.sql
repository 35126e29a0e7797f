-- expect: FSC200 3:49
-- duckdb: binds, but rounds the text to a whole number
select brand_token from production.orders where status = (select max(id) from production.categories)
