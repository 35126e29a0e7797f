-- expect: FSC115 6:8
-- duckdb: refuses
with brands as (
    select * rename (token as brand_token) from production.brands
)
select token from brands
