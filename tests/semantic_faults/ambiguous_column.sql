-- expect: FSC116 3:8
-- duckdb: refuses
select created_at, b.token
from production.orders as o
join production.brands as b on b.token = o.brand_token
