-- expect: FSC108 3:14
-- duckdb: refuses
with brands (token, brand_name, domain) as (
    select token, name from production.brands
)
select token from brands
