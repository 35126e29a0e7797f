-- expect: nothing
select o.brand_token, count(*) as limit_in_exists
from shop.orders o
where o.created_at < '{{ ds }}'::date and exists (select v.id from shop.visits v where v.order_id = o.id and v.visited_at < '{{ ds }}'::date limit 1)
group by 1
