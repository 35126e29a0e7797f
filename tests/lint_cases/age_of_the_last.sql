-- expect: nothing
select brand_token, iff(datediff(day, max(created_at), '{{ ds }}') <= 7, 1, 0) as age_of_the_last
from shop.orders where created_at < '{{ ds }}'::date
group by brand_token
