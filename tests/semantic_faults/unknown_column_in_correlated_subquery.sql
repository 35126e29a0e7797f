-- expect: FSC115 5:76
-- duckdb: refuses
select b.token
from production.brands as b
where exists (select 1 from production.orders as o where o.brand_token = b.brand_token)
