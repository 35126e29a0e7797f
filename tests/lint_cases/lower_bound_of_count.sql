-- expect: FSC303
select brand_token, count_if(created_at >= dateadd(day, -7, '{{ ds }}'::date)) as lower_bound_of_count
from shop.orders
group by 1
