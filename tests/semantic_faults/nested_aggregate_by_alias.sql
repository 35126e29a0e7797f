-- expect: FSC120 3:47
-- duckdb: refuses
select brand_token, sum(amount) as total, avg(total) as mean from production.orders group by 1
