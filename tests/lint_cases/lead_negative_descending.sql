-- expect: FSC306
with looked as (
    select brand_token, created_at, lead(amount, -1) over (partition by brand_token order by created_at desc, id) as seen
    from shop.orders
)
select brand_token, max(seen) as lead_negative_descending
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
