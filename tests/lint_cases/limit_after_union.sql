-- expect: FSC307
select brand_token, count(*) as limit_after_union
from (
    select id, brand_token, created_at from shop.orders where created_at < '{{ ds }}'::date
    union all
    select id, brand_token, visited_at from shop.visits where visited_at < '{{ ds }}'::date
    order by created_at desc
    limit 1000
)
group by 1
