-- expect: nothing
select brand_token, count(*) as lower_bound_of_end
from shop.visits
where seen_until >= '{{ ds }}'::date
group by 1
