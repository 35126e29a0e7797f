-- expect: FSC115 3:21
-- duckdb: refuses
select brand_token, status
from (select brand_token, status, amount from production.orders)
    pivot (sum(amount) for status in ('paid', 'open')) as p (brand_token, paid, open)
