-- expect: FSC115 3:58
-- duckdb: refuses
select brand_token from production.orders where status = "paid"
