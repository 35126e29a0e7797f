-- expect: FSC306
with looked as (
    select brand_token, created_at, lag(amount, -(1)) over (partition by brand_token order by created_at, id) as seen
    from shop.orders
)
select brand_token, max(seen) as lag_negative_in_brackets
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
