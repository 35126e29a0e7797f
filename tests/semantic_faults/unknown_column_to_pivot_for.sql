-- expect: FSC115 5:28
-- duckdb: refuses
select *
from (select brand_token, status, amount from production.orders)
    pivot (sum(amount) for state in ('paid', 'open')) as p (brand_token, paid, open)
