with history as (
    select
        order_id,
        ordered_at,
        count(*) over (
            partition by customer_id order by ordered_at, order_id
            rows between unbounded preceding and 1 preceding
        ) as previous_orders,
        coalesce(sum(subtotal_cents - discount_cents) over (
            partition by customer_id order by ordered_at, order_id
            rows between unbounded preceding and 1 preceding
        ), 0) / 100 as previous_spend,
        datediff('minute', lag(ordered_at) over (partition by customer_id order by ordered_at, order_id), ordered_at) / 60.0
            as hours_since_previous_order
    from app.orders
    where customer_id is not null
        and ordered_at < '{{ data_interval_end }}'::timestamp_ntz
)
select
    order_id,
    ordered_at,
    previous_orders,
    previous_spend,
    hours_since_previous_order,
    previous_orders = 0 as is_first_order
from history
where ordered_at >= '{{ data_interval_start }}'::timestamp_ntz
