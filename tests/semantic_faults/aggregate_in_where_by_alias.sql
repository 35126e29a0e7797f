-- expect: FSC120 5:7
-- duckdb: refuses
select brand_token, sum(amount) as total
from production.orders
where total > 10
group by brand_token
