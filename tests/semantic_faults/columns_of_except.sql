-- expect: FSC108 5:1
-- duckdb: refuses
select token from production.brands
except
select brand_token, status from production.orders
