-- expect: FSC115 3:49
-- duckdb: binds, since DuckDB ignores case
select brand_token from production.orders where "status" = 'paid'
