-- expect: FSC126 3:21
-- duckdb: refuses
select brand_token, averge(amount) as average from production.orders group by brand_token
