-- expect: nothing
select brand_token, count(*) as limit_after_union_of_all_columns
from (
    select id, brand_token from shop.orders where created_at < '{{ ds }}'::date
    union
    select id, brand_token from shop.visits where visited_at < '{{ ds }}'::date
    order by id, brand_token
    limit 1000
)
group by 1
