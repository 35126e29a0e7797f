-- expect: FSC306
with looked as (
    select brand_token, created_at, lead(amount) over ahead as seen
    from shop.orders
    where amount > 0
    window ahead as (partition by brand_token order by created_at, id)
)
select brand_token, max(seen) as lead_over_named_window
from looked
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
