-- expect: FSC118 5:31
-- duckdb: refuses
select t.id
from production.orders as t
join production.categories as t on t.id = t.id
