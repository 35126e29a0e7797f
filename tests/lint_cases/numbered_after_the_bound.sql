-- expect: nothing
with last as (
    select brand_token, amount, created_at
    from shop.orders
    where created_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by brand_token order by created_at desc, id) <= 100
)
select brand_token, avg(amount) as numbered_after_the_bound
from last
group by 1
