-- expect: FSC116 6:10
-- duckdb: refuses
select count(*) as orders
from production.categories as c
join production.orders as o on o.retailer_id = c.id
group by id
