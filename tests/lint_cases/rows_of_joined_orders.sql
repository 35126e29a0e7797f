-- expect: FSC312
select o.brand_token, b.pages as rows_of_joined_orders
from shop.orders o
join shop.brands b on b.token = o.brand_token
where o.created_at < '{{ ds }}'::date
