-- expect: nothing
select o.brand_token, sum(i.quantity) as joined_past_it_and_in_where
from shop.orders o join shop.items i on o.amount > 0
where i.order_id = o.id and o.created_at < '{{ ds }}'::date
group by o.brand_token
