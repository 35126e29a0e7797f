-- expect: FSC121 3:72
-- duckdb: refuses
select brand_token, count(*) as orders from production.orders group by 0
