-- expect: FSC120 3:75
-- duckdb: refuses
select brand_token, count(*) as orders from production.orders group by 1, 2
