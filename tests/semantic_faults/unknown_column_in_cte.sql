-- expect: FSC115 4:25
-- duckdb: refuses
with gifts as (
    select brand_token, is_gfit from production.orders
)
select brand_token from gifts
