-- expect: nothing
with first as (
    select brand_token, amount, created_at
    from shop.orders
    qualify row_number() over (partition by brand_token order by created_at, id) <= 100
)
select brand_token, avg(amount) as numbered_from_the_first
from first
where created_at < '{{ ds }}'::timestamp_ntz
group by 1
