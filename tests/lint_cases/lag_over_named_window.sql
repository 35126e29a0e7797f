-- expect: FSC306
with looked as (
    select brand_token, created_at, lag(amount) over behind as seen
    from shop.orders
    where amount > 0
    window behind as (partition by brand_token order by created_at desc, id)
)
select brand_token, max(seen) as lag_over_named_window
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
