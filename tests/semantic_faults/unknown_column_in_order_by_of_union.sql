-- expect: FSC115 6:10
-- duckdb: refuses
select token as key from production.brands
union all
select brand_token from production.orders
order by brand_token
