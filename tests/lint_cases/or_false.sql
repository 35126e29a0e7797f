-- expect: nothing
select brand_token, count(*) as or_false
from shop.orders
where 1 = 0 or created_at < '{{ ds }}'::date
group by 1
