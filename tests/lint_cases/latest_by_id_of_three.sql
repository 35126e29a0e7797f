-- expect: nothing
select o.brand_token, sum(o.amount) as latest_by_id_of_three
from shop.orders o
join shop.orders again on again.id = o.id
join (
    select max(id) as id
    from shop.orders
    where created_at < '{{ ds }}'::date
    group by brand_token
) latest on latest.id = again.id
group by o.brand_token
