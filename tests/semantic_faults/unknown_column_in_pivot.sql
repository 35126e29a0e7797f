-- expect: FSC115 5:16
-- duckdb: refuses
select *
from (select brand_token, status, amount from production.orders)
    pivot (sum(amonut) for status in ('paid', 'open')) as p (brand_token, paid, open)
