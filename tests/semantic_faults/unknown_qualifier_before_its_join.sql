-- expect: FSC117 5:76
-- duckdb: refuses
select o.id
from production.orders as o
join production.brands as b on b.token = o.brand_token and b.category_id = c.id
join production.categories as c on c.id = o.retailer_id
