-- expect: FSC115 5:98
-- duckdb: refuses
select b.token, l.highest
from production.brands as b,
    lateral (select max(o.amount) as highest from production.orders as o where o.brand_token = b.tokn) as l
