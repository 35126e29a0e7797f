-- expect: FSC308
select o.brand_token, sum(o.amount / (o.amount - 1)) as guarded_by_namesake
from shop.orders as o
join shop.orders as p on p.id = o.id
where (p.amount - 1) <> 0 and o.created_at < '{{ ds }}'::timestamp_ntz and p.created_at < '{{ ds }}'::timestamp_ntz
group by 1
