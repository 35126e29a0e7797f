-- expect: FSC120 5:7
-- duckdb: refuses
select id
from production.orders
where row_number() over (partition by brand_token order by created_at) = 1
