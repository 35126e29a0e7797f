-- expect: FSC306
with looked as (
    select brand_token, created_at, sum(amount) over (partition by brand_token) as seen
    from shop.orders
)
select brand_token, max(seen) as total_of_partition
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
