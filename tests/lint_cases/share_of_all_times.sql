-- expect: FSC303
select brand_token, count(*) / nullif((select count(*) from shop.orders), 0) as share_of_all_times
from shop.orders
where created_at < '{{ ds }}'::date
group by 1
