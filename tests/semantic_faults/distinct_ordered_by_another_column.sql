-- expect: none, the ORDER BY of a DISTINCT query is not held against its columns
-- duckdb: binds, DuckDB takes any row of those that are equal
select distinct brand_token from production.orders order by created_at
