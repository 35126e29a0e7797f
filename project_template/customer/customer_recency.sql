select
    customer_id,
    datediff('day', max(order_date), '{{ ds }}'::date) as days_since_last_order
from analytics.daily_orders
where order_date < '{{ ds }}'::date
group by customer_id
