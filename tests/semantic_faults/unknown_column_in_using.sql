-- expect: FSC115 5:36
-- duckdb: refuses
select o.id, b.name
from production.orders as o
join production.brands as b using (brand_token)
