-- expect: FSC108 5:1
-- duckdb: refuses
select token, name from production.brands
union all
select brand_token from production.orders
