-- expect: FSC303
select v.brand_token, count(distinct o.id) as within_a_week_by_datediff
from shop.visits v
join shop.orders o on o.brand_token = v.brand_token and datediff(day, v.visited_at, o.created_at) between 0 and 7
where v.visited_at < '{{ ds }}'::date
group by 1
