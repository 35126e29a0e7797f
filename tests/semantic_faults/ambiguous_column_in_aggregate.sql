-- expect: FSC116 3:12
-- duckdb: refuses
select max(created_at) as latest
from production.orders as o
join production.brands as b on b.token = o.brand_token
