-- expect: FSC303
select brand_token, sum(iff(datediff(day, created_at, '{{ ds }}') < 30, amount, 0)) as age_below_in_iff
from shop.orders
group by brand_token
