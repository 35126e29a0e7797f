-- expect: nothing
select brand_token, count(*) as or_beside_bound
from shop.orders
where created_at < '{{ ds }}'::date and (amount > 100 or created_at < dateadd(day, -7, '{{ ds }}'::date))
group by 1
