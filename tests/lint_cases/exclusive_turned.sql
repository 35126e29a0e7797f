-- expect: nothing
select brand_token, count(*) as exclusive_turned
from shop.orders
where '{{ ds }}'::timestamp_ntz > created_at
group by 1
