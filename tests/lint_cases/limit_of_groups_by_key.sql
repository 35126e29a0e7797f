-- expect: nothing
select brand_token, count(*) as limit_of_groups_by_key
from shop.orders
where created_at < '{{ ds }}'::date
group by 1
order by 2 desc, brand_token
limit 20
