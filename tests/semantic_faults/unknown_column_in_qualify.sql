-- expect: FSC115 5:62
-- duckdb: refuses
select brand_token, id
from production.orders
qualify row_number() over (partition by brand_token order by create_at desc) = 1
