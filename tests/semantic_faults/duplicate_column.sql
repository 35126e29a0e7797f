-- expect: FSC107 3:27
-- duckdb: binds, DuckDB renames the second
select b.token, b.name, c.name
from production.brands as b
join production.categories as c on c.id = b.category_id
