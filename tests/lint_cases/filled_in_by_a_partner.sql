-- expect: nothing
select b.token as brand_token, count_if(v.visited_at is not null) as filled_in_by_a_partner
from shop.brands b
left join shop.visits v on v.brand_token = b.token and v.visited_at < '{{ ds }}'::timestamp_ntz
group by 1
