-- expect: FSC115 6:8
-- duckdb: refuses
with brands (brand_token) as (
    select token from production.brands
)
select token from brands
