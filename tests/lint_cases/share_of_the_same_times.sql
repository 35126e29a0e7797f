-- expect: nothing
select brand_token, count(*) / nullif((select count(*) from shop.orders where created_at < '{{ ds }}'::date), 0) as share_of_the_same_times
from shop.orders
where created_at < '{{ ds }}'::date
group by 1
