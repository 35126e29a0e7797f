-- expect: FSC122 3:21
-- duckdb: refuses
select brand_token, sum() as total from production.orders group by brand_token
