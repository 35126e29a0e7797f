-- expect: FSC306
with looked as (
    select brand_token, created_at, count(*) over (partition by brand_token order by created_at rows between current row and 2 following) as seen
    from shop.orders
)
select brand_token, max(seen) as count_of_following
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
