-- expect: FSC303
select b.token as brand_token, count(o.id) as lower_bound_in_join
from shop.brands b
left join shop.orders o on o.brand_token = b.token and o.created_at > dateadd(day, -7, '{{ ds }}'::date)
group by 1
