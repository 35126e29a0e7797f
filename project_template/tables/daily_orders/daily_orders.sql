select
    customer_id,
    ordered_at::date as order_date,
    count(*) as orders,
    sum(amount) as amount
from shop.orders
where ordered_at < '{{ ds }}'::date
group by customer_id, ordered_at::date
