with lines as (
    select
        order_id,
        count(*) as line_count,
        sum(quantity) as units,
        sum(quantity * unit_price_cents) as gross_cents
    from app.order_lines
    where created_at < '{{ ds }}'::timestamp_ntz
    group by order_id
)
select
    o.order_id,
    o.customer_id,
    o.channel,
    o.ordered_at,
    iff(o.cancelled_at < '{{ ds }}'::timestamp_ntz, o.cancelled_at, null) as cancelled_at,
    iff(o.delivered_at < '{{ ds }}'::timestamp_ntz, o.delivered_at, null) as delivered_at,
    coalesce(l.line_count, 0) as line_count,
    coalesce(l.units, 0) as units,
    coalesce(l.gross_cents, 0) as gross_cents,
    o.discount_cents,
    o.shipping_cents
from app.orders as o
left join lines as l on l.order_id = o.order_id
where o.ordered_at < '{{ ds }}'::timestamp_ntz
