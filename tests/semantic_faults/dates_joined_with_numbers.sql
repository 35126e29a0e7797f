-- expect: FSC123 5:36
-- duckdb: refuses
select o.id
from production.orders as o
join production.categories as c on o.day = c.id
