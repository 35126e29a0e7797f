-- expect: FSC303
select o.brand_token, sum(o.amount) as latest_by_id_unbounded
from shop.orders o
left join (select brand_token, max(id) as id from shop.orders where created_at < '{{ ds }}'::date group by 1) latest on latest.id = o.id
group by 1
