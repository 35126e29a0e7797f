-- expect: nothing
select o.brand_token, max(v.id) as next_row_that_is_known
from shop.orders o
asof join (select id, brand_token, visited_at from shop.visits where visited_at < '{{ ds }}'::date) v
    match_condition (o.created_at <= v.visited_at) on v.brand_token = o.brand_token
where o.created_at < '{{ ds }}'::date
group by o.brand_token
