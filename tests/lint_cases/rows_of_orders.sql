-- expect: FSC312
select brand_token, amount as rows_of_orders
from shop.orders
where created_at >= dateadd(day, -1, '{{ ds }}'::date) and created_at < '{{ ds }}'::date
