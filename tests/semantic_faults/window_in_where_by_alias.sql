-- expect: FSC120 5:7
-- duckdb: refuses
select id, row_number() over (partition by brand_token order by created_at) as place
from production.orders
where place = 1
