-- expect: nothing
with numbered as (
    select brand_token, amount, row_number() over (partition by brand_token order by created_at desc, id) as n
    from shop.orders
    where created_at < '{{ ds }}'::date
)
select brand_token, amount as row_that_is_numbered
from numbered
where n = 1
