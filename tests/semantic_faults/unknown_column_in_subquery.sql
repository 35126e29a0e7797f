-- expect: FSC115 4:21
-- duckdb: refuses
select t.token
from (select token, urldomain from production.brands) as t
