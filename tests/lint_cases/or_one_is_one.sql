-- expect: FSC303
select brand_token, count(*) as or_one_is_one
from shop.orders
where (1 = 1 or created_at < '{{ ds }}'::date)
group by 1
