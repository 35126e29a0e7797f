-- expect: FSC115 5:24
-- duckdb: refuses
select token
from production.brands
where token in (select brand from production.orders)
