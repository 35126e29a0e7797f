-- expect: nothing
select brand_token, count(*) as or_both_bounded
from shop.orders
where amount > 100 and created_at < '{{ ds }}'::date or created_at < dateadd(day, -7, '{{ ds }}'::date)
group by 1
