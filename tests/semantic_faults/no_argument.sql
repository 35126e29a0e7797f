-- expect: FSC122 3:21
-- duckdb: not asked, the lowering refuses it
select brand_token, sum() as total from production.orders group by brand_token
