with bought as (
    select o.customer_id, sum(l.quantity) as units
    from app.order_lines l
    inner join app.orders o using (order_id)
    where o.ordered_at >= '{{ macros.ds_add(ds, -90) }}'::timestamp_ntz
      and o.ordered_at < '{{ ds }}'::timestamp_ntz
      and o.customer_id is not null
    group by o.customer_id
),
returned as (
    select o.customer_id, sum(r.quantity) as units
    from app.returns r
    inner join app.orders o on o.order_id = r.order_id
    where r.requested_at >= '{{ macros.ds_add(ds, -90) }}'::timestamp_ntz
      and r.requested_at < '{{ ds }}'::timestamp_ntz
      and o.customer_id is not null
    group by o.customer_id
)
select
    coalesce(b.customer_id, r.customer_id) as customer_id,
    coalesce(r.units, 0)::float / nullif(b.units, 0) as return_rate_trailing_90_days,
    r.customer_id is not null as has_returned
from bought b
full outer join returned r on r.customer_id = b.customer_id
