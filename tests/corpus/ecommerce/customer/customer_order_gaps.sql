with ordered as (
    select
        customer_id,
        ordered_at,
        lag(ordered_at) over (partition by customer_id order by ordered_at, order_id) as previous_at
    from app.orders
    where ordered_at >= dateadd('day', -365, '{{ ds }}'::timestamp_ntz)
      and ordered_at < '{{ ds }}'::timestamp_ntz
      and customer_id is not null
),
gaps as (
    select customer_id, datediff('hour', previous_at, ordered_at) / 24.0 as gap_days
    from ordered
)
select
    customer_id,
    avg(gap_days)    as avg_days_between_orders_trailing_365_days,
    stddev(gap_days) as stddev_days_between_orders_trailing_365_days,
    max(gap_days)    as longest_gap_days_trailing_365_days
from gaps
group by all
