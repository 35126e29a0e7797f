-- expect: nothing
select brand_token, count(*) as lower_bound_with_other_end
from shop.orders
where created_at >= dateadd(day, -7, '{{ ds }}'::date) and created_at < '{{ ds }}'::date
group by 1
