with first_orders as (
    select *
    from app.orders
    where ordered_at < '{{ ds }}'::timestamp_ntz
      and customer_id is not null
    qualify row_number() over (partition by customer_id order by ordered_at) = 1
)
select
    f.customer_id,
    f.subtotal_cents / 100 as first_order_value,
    f.coupon_code is not null as first_order_with_coupon,
    datediff('day', c.signed_up_at, f.ordered_at) as days_to_first_order
from first_orders f
join app.customers c on c.customer_id = f.customer_id
