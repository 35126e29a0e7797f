-- expect: FSC116 6:7
-- duckdb: refuses
select o.id
from production.orders as o
join production.brands as b on b.token = o.brand_token
where created_at < '2023-08-01'::date
