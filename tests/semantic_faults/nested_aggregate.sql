-- expect: FSC120 3:25
-- duckdb: refuses
select brand_token, max(sum(amount)) as highest
from production.orders
group by brand_token
