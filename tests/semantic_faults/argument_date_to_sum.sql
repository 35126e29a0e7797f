-- expect: FSC122 3:25
-- duckdb: refuses
select brand_token, sum(day) as total from production.orders group by brand_token
