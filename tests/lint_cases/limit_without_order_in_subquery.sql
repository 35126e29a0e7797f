-- expect: FSC307
select brand_token, count(*) as limit_without_order_in_subquery
from (select brand_token from shop.orders where created_at < '{{ ds }}'::date limit 1000)
group by 1
