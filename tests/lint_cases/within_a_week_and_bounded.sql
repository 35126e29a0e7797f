-- expect: nothing
select v.brand_token, count(distinct o.id) as within_a_week_and_bounded
from shop.visits v
join shop.orders o on o.brand_token = v.brand_token and o.created_at < dateadd(day, 7, v.visited_at) and o.created_at < '{{ ds }}'::date
where v.visited_at < '{{ ds }}'::date
group by 1
