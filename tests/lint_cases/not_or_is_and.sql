-- expect: nothing
select brand_token, count(*) as not_or_is_and
from shop.orders
where not (created_at >= '{{ ds }}'::date or amount < 100)
group by 1
