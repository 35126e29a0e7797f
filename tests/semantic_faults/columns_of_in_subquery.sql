-- expect: FSC127 5:17
-- duckdb: refuses
select token
from production.brands
where token in (select brand_token, status from production.orders)
