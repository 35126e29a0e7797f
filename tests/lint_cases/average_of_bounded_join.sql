-- expect: nothing
select o.brand_token, max(o.amount - avg_of_all) as average_of_bounded_join
from (
    select o.brand_token, o.amount, avg(p.amount) over () as avg_of_all
    from shop.orders as o
    left join shop.orders as p on p.id = o.id and p.created_at = o.created_at
    where o.created_at < '{{ ds }}'::timestamp_ntz
) as o
group by 1
