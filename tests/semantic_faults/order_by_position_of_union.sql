-- expect: FSC121 6:10
-- duckdb: refuses
select token from production.brands
union all
select brand_token from production.orders
order by 2
