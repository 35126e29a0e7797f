-- expect: nothing
select o.brand_token, sum(i.quantity) as joined_on_true
from shop.orders o join shop.items i on true
where o.created_at < '{{ ds }}'::date
group by o.brand_token
