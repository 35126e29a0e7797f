-- expect: FSC306
with looked as (
    select brand_token, created_at, sum(amount) over (partition by brand_token order by created_at desc rows between 2 preceding and 2 following) as seen
    from shop.orders
)
select brand_token, max(seen) as frame_of_both_sides_descending
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
