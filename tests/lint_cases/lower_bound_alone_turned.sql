-- expect: FSC303
select brand_token, count(*) as lower_bound_alone_turned
from shop.orders
where dateadd(day, -7, '{{ ds }}'::date) <= created_at
group by 1
