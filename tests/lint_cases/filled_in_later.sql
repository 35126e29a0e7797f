-- expect: FSC303
select brand_token, count_if(seen_until is not null) as filled_in_later
from shop.visits
where visited_at < '{{ ds }}'::timestamp_ntz
group by 1
