-- expect: nothing
with looked as (
    select brand_token, created_at, lag(amount) over (partition by brand_token order by created_at, id) as seen
    from shop.orders
)
select brand_token, max(seen) as lag_ascending
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
