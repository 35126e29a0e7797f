-- expect: nothing
with looked as (
    select brand_token, created_at, last_value(amount) over (partition by brand_token order by created_at desc, id) as seen
    from shop.orders
)
select brand_token, max(seen) as last_value_descending
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
