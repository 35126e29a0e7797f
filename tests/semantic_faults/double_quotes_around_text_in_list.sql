-- expect: FSC115 3:60
-- duckdb: refuses
select brand_token from production.orders where status in ("paid")
