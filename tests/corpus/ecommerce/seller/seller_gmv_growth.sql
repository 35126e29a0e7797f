select
    seller_id,
    sum(case when created_at >= '{{ macros.ds_add(ds, -7) }}' then quantity * unit_price_cents end) / 100 as gmv_last_7_days,
    sum(case when created_at < '{{ macros.ds_add(ds, -7) }}' then quantity * unit_price_cents end) / 100 as gmv_previous_7_days,
    div0(zeroifnull(gmv_last_7_days), zeroifnull(gmv_previous_7_days)) - 1 as gmv_growth
from app.order_lines
where created_at >= '{{ macros.ds_add(ds, -14) }}'
  and created_at < '{{ ds }}'
group by seller_id
