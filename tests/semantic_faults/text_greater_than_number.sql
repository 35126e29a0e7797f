-- expect: FSC200 3:49
-- duckdb: refuses
select brand_token from production.orders where status > amount
