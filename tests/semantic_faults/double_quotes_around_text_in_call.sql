-- expect: FSC115 3:25
-- duckdb: refuses
select coalesce(status, "none") as status from production.orders
