-- expect: nothing
select o.brand_token, max(v.id) as last_row_before
from shop.orders o
asof join shop.visits v match_condition (o.created_at >= v.visited_at) on v.brand_token = o.brand_token
where o.created_at < '{{ ds }}'::date
group by o.brand_token
