-- expect: nothing
select o.brand_token, sum(o.amount) as bound_in_inner_join
from shop.orders o
join shop.brands b on b.token = o.brand_token and o.created_at < '{{ ds }}'::date
group by o.brand_token
