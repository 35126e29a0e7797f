-- expect: nothing
select brand_token, count_if(seen_until is not null and seen_until < '{{ ds }}'::timestamp_ntz) as filled_in_before
from shop.visits
where visited_at < '{{ ds }}'::timestamp_ntz
group by 1
