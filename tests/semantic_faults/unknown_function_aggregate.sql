-- expect: FSC200 3:21
-- duckdb: not asked, the lowering refuses it
select brand_token, averge(amount) as average from production.orders group by brand_token
