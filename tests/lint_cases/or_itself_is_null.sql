-- expect: nothing
select brand_token, count(*) as or_itself_is_null
from shop.visits
where visited_at < '{{ ds }}'::date or visited_at is null
group by 1
