-- expect: nothing
select brand_token, sum(amount) as age_between
from shop.orders where datediff(day, created_at, '{{ ds }}') between 1 and 7
group by brand_token
