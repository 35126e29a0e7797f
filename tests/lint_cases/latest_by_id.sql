-- expect: nothing
select o.brand_token, o.amount as latest_by_id
from shop.orders o
join (select brand_token, max(id) as id from shop.orders where created_at < '{{ ds }}'::date group by 1) latest on latest.id = o.id
