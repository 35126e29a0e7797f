-- expect: FSC116 5:66
-- duckdb: refuses
select a.id
from production.orders as a
join production.orders as b on a.brand_token = b.brand_token and day < b.day
