-- expect: FSC122 3:25
-- duckdb: refuses
select brand_token, avg(is_gift) as share from production.orders group by brand_token
