-- expect: FSC117 3:17
-- duckdb: refuses
select b.token, o.amount
from production.brands as b
where b.token in (select o.brand_token from production.orders as o)
