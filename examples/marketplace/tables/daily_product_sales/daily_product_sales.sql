-- A cancellation counts on the day it happened, not on the day of the order, so a day that is over never changes and
-- runs may come in any order. Each run merges the four weeks before its as-of time.
with changes as (
    select
        orders.ordered_at::date as sale_date,
        items.product_token,
        items.quantity as units_ordered,
        0 as units_cancelled
    from production.orders as orders
    join production.order_items as items on items.order_id = orders.id
    where {{ trailing_days('orders.ordered_at', ds, 28) }}

    union all

    select
        orders.cancelled_at::date as sale_date,
        items.product_token,
        0 as units_ordered,
        items.quantity as units_cancelled
    from production.orders as orders
    join production.order_items as items on items.order_id = orders.id
    where {{ trailing_days('orders.cancelled_at', ds, 28) }}
)

select
    sale_date,
    product_token,
    sum(units_ordered) as units_ordered,
    sum(units_cancelled) as units_cancelled
from changes
group by sale_date, product_token
