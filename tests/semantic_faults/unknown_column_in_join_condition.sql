-- expect: FSC115 5:44
-- duckdb: refuses
select o.id, b.name
from production.orders as o
join production.brands as b on b.token = o.brand_id
