-- expect: nothing
select brand_token, sum(iff(datediff(day, created_at, '{{ ds }}') <= 7, amount, 0)) as age_below_and_bounded
from shop.orders where created_at < '{{ ds }}'::date
group by brand_token
