-- expect: FSC303
select brand_token, sum(amount) as age_below
from shop.orders where datediff(day, created_at, '{{ ds }}') <= 7
group by brand_token
