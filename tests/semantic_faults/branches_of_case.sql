-- expect: none, whether Snowflake coerces the branches of a CASE depends on their values: nothing is reported, the type is unknown
-- duckdb: refuses
select id, case when is_gift then amount else day end as mixed from production.orders
