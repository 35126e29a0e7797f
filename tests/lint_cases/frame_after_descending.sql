-- expect: nothing
with looked as (
    select brand_token, created_at, sum(amount) over (partition by brand_token order by created_at desc rows between current row and 2 following) as seen
    from shop.orders
)
select brand_token, max(seen) as frame_after_descending
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
