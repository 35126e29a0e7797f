-- expect: FSC303
select brand_token, count(*) as lower_bound_alone
from shop.orders
where created_at >= dateadd(day, -7, '{{ ds }}'::date)
group by 1
