with actions as (
    select
        retailer_id,
        product_token,
        viewed_at,
        null as order_id,
        0 as units,
        viewed_at as acted_at
    from events.product_views
    where viewed_at < '{{ ds }}'::timestamp_ntz

    union all

    select
        orders.retailer_id,
        items.product_token,
        null as viewed_at,
        orders.id as order_id,
        items.quantity as units,
        orders.ordered_at as acted_at
    from production.orders as orders
    join production.order_items as items on items.order_id = orders.id
    where {{ stands('orders', ds) }}
)

select
    retailer_id,
    product_token,
    sum(iff({{ trailing_days('viewed_at', ds, 14) }}, 1, 0)) as views_trailing_14_days,
    sum(units) as units_ordered,
    datediff('day', max(viewed_at), '{{ ds }}'::timestamp_ntz) as days_since_last_view,
    count(distinct order_id) > 1 as has_reordered
from actions
group by retailer_id, product_token
{%- if not is_backfill %}
-- Every day looks at the pairs that were active of late. A backfill has no earlier days to rely on and takes every pair.
having max(acted_at) >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
{%- endif %}
