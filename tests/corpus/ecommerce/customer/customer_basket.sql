select o.customer_id,
       sum(l.quantity)::float / count(distinct o.order_id) as avg_units_per_order_trailing_30_days,
       sum(o.shipping_cents) / 100.0                        as shipping_paid_trailing_30_days,
       count(distinct l.product_id)                         as distinct_products_trailing_30_days
from app.orders o
join app.order_lines l on l.order_id = o.order_id
where o.customer_id is not null
  and o.ordered_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
  and o.ordered_at <  '{{ ds }}'::timestamp_ntz
group by 1
