-- expect: FSC119 3:8
-- duckdb: refuses
select brand_token, sum(amount) as total from production.orders
