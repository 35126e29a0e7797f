select
    customer_id,
    count(*) as lifetime_orders,
    {{ dollars('sum(gross_cents - discount_cents)') }} as lifetime_value,
    {{ dollars('avg(gross_cents - discount_cents)') }} as avg_order_value,
    {{ safe_ratio("sum(iff(ordered_at >= dateadd(day, -30, '" ~ ds ~ "'::timestamp_ntz), gross_cents, 0))", "sum(gross_cents)") }} as share_of_value_last_30_days
from {{ ref('fct_orders') }}
where ordered_at < '{{ ds }}'::timestamp_ntz
  and cancelled_at is null
  and customer_id is not null
group by 1
