-- expect: FSC115 6:15
-- duckdb: refuses
with brands as (
    select token from production.brands
)
select token, name from brands
