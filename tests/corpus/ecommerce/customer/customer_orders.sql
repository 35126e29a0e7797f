select
    customer_id,
    count_if({{ in_last_days('ordered_at', ds, 7) }}) as orders_trailing_7_days,
    count_if({{ in_last_days('ordered_at', ds, 30) }}) as orders_trailing_30_days,
    count(*) as orders_trailing_90_days,
    {{ dollars("sum(iff(" ~ in_last_days('ordered_at', ds, 30) ~ ", subtotal_cents - discount_cents, 0))") }} as spend_trailing_30_days
from app.orders
where {{ in_last_days('ordered_at', ds, 90) }}
    and customer_id is not null
    and (cancelled_at is null or cancelled_at >= '{{ ds }}'::timestamp_ntz)
group by customer_id
