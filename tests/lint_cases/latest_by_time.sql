-- expect: FSC303
select o.brand_token, max(o.amount) as latest_by_time
from shop.orders o
join (select brand_token, max(amount) as amount from shop.orders where created_at < '{{ ds }}'::date group by 1) latest
    on latest.brand_token = o.brand_token and latest.amount = o.amount
group by 1
