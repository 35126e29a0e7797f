-- expect: nothing
select *
from (
    select brand_token, count(*) as star_of_subquery
    from shop.orders
    where created_at < '{{ ds }}'::timestamp_ntz
    group by 1
)
