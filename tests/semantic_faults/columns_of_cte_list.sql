-- expect: FSC127 3:14
-- duckdb: binds, DuckDB drops names that have no column
with brands (token, brand_name, domain) as (
    select token, name from production.brands
)
select token from brands
