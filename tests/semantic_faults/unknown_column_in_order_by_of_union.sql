-- expect: FSC115 6:10
-- duckdb: binds, DuckDB takes names of every branch
select token as key from production.brands
union all
select brand_token from production.orders
order by brand_token
