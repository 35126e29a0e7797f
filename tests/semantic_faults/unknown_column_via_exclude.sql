-- expect: FSC115 6:15
-- duckdb: refuses
with brands as (
    select * exclude (name) from production.brands
)
select token, name from brands
