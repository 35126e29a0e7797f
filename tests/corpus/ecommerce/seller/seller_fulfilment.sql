with seller_orders as (
    select distinct seller_id, order_id
    from app.order_lines
    where created_at < '{{ ds }}'::timestamp_ntz
),
shipped as (
    select
        so.seller_id,
        datediff('minute', o.paid_at, o.shipped_at) / 60.0 as hours_to_ship
    from seller_orders so
    join app.orders o on o.order_id = so.order_id
    where o.shipped_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
        and o.shipped_at < '{{ ds }}'::timestamp_ntz
        and o.paid_at <= o.shipped_at
)
select
    seller_id,
    count(*) as orders_shipped_trailing_30_days,
    percentile_cont(0.5) within group (order by hours_to_ship) as median_hours_to_ship_trailing_30_days,
    approx_percentile(hours_to_ship, 0.95) as p95_hours_to_ship_trailing_30_days,
    count_if(hours_to_ship > 48) / count(*) as late_share_trailing_30_days
from shipped
group by seller_id
