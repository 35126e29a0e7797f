-- expect: FSC115 3:19
-- duckdb: refuses
select t.token, t.url_domain
from (select token from production.brands) as t
