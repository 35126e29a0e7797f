-- expect: FSC115 3:19
-- duckdb: refuses
select b.token, b.nme as brand_name
from production.brands as b
