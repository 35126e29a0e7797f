with baskets as (
    select distinct order_id, product_id
    from app.order_lines
    where created_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
      and created_at < '{{ ds }}'::timestamp_ntz
),
pairs as (
    select a.product_id, b.product_id as other_product_id, count(*) as orders
    from baskets a
    join baskets b on a.order_id = b.order_id and a.product_id <> b.product_id
    group by 1, 2
)
select
    product_id,
    count(*) as products_bought_together_trailing_30_days,
    max(orders) as strongest_pair_orders_trailing_30_days
from pairs
group by 1
