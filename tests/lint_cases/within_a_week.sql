-- expect: FSC303
select v.brand_token, count(o.id) as within_a_week
from shop.visits v
left join shop.orders o on o.id = v.order_id and o.brand_token <> '' and o.created_at < dateadd(day, 7, v.visited_at)
where v.visited_at < '{{ ds }}'::date
group by 1
