with actions as (
    select customer_id, product_id, event_at as acted_at, 1 as views, 0 as units
    from events.page_events
    where event_name = 'product_view'
      and product_id is not null
      and customer_id is not null
      and event_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and event_at < '{{ ds }}'::timestamp_ntz
    union all
    select o.customer_id, l.product_id, o.ordered_at, 0, l.quantity
    from app.orders o
    join app.order_lines l on l.order_id = o.order_id
    where o.customer_id is not null
      and o.ordered_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and o.ordered_at < '{{ ds }}'::timestamp_ntz
),
by_category as (
    select a.customer_id, h.category_id, sum(a.views) as views, sum(a.units) as units
    from actions a
    join app.product_category_history h
      on h.product_id = a.product_id
      and h.valid_from <= a.acted_at
      and (h.valid_to > a.acted_at or h.valid_to is null)
    group by a.customer_id, h.category_id
)
select
    customer_id,
    category_id,
    views as views_trailing_30_days,
    units as units_trailing_30_days,
    (views + 5 * units) / nullif(sum(views + 5 * units) over (partition by customer_id), 0) as share_of_attention
from by_category
