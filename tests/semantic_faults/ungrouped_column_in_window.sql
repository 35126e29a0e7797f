-- expect: FSC119 3:49
-- duckdb: refuses
select brand_token, row_number() over (order by amount) as place
from production.orders
group by brand_token
