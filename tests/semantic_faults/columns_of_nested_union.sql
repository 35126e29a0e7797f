-- expect: FSC108 7:5
-- duckdb: refuses
select t.token
from (
    select token from production.brands
    union
    select brand_token, id from production.orders
) as t
