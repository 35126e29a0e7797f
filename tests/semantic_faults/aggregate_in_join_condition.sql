-- expect: FSC120 5:42
-- duckdb: refuses
select o.id
from production.orders as o
join production.brands as b on b.token = max(o.brand_token)
