-- expect: FSC200 3:9
-- duckdb: refuses
select -status as negative from production.orders
