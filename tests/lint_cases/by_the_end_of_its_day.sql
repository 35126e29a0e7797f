-- expect: nothing
select d.brand_token, count(distinct v.id) as by_the_end_of_its_day
from shop.brand_days d
join shop.visits v on v.brand_token = d.brand_token and v.visited_at < dateadd(day, 1, d.day)
where d.day < '{{ ds }}'::date
group by 1
