-- `fulfilled_at` and `cancelled_at` are filled in later, so each is only believed when it lies before the as-of time.
select
    brands.token as brand_token,
    avg(
        iff(
            {{ trailing_days('orders.fulfilled_at', ds, 7) }},
            datediff('second', orders.ordered_at, orders.fulfilled_at)::double / 86400,
            null
        )
    ) as avg_fulfillment_days_trailing_7_days,
    sum(
        iff(
            {{ stands('orders', ds) }}
                and coalesce(orders.fulfilled_at, '{{ ds }}'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz,
            1,
            0
        )
    ) as open_orders
from production.brands as brands
left join production.orders as orders on orders.brand_token = brands.token
where brands.created_at < '{{ ds }}'::timestamp_ntz
group by brands.token
