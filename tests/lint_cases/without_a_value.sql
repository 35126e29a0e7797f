-- expect: FSC312
select b.token as brand_token, 1 as without_a_value
from shop.brands b left join shop.orders o on o.brand_token = b.token and o.created_at < '{{ ds }}'::date
where o.amount is null
