-- expect: nothing
select v.brand_token, count(distinct o.id) as within_a_week_that_is_over
from shop.visits v
join shop.orders o on o.brand_token = v.brand_token and datediff(day, v.visited_at, o.created_at) between 0 and 7
where v.visited_at < dateadd(day, -7, '{{ ds }}'::date)
group by 1
