-- expect: none, whether Snowflake coerces the arguments of COALESCE depends on their values: nothing is reported, the type is unknown
-- duckdb: refuses
select id, coalesce(amount, created_at) as mixed from production.orders
