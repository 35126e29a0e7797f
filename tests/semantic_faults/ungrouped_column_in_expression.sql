-- expect: FSC119 3:35
-- duckdb: refuses
select brand_token, sum(amount) / amount as share
from production.orders
group by brand_token
