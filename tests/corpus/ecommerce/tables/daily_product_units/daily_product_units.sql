select
    created_at::date as sale_date,
    product_id,
    sum(quantity) as units,
    sum(quantity * unit_price_cents) as revenue_cents
from app.order_lines
where created_at >= dateadd('day', -3, '{{ ds }}'::timestamp_ntz)
    and created_at < '{{ ds }}'::timestamp_ntz
group by created_at::date, product_id
