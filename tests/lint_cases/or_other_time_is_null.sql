-- expect: FSC303
select brand_token, count(*) as or_other_time_is_null
from shop.visits
where visited_at < '{{ ds }}'::date or seen_until is null
group by 1
