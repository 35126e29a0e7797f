-- expect: nothing
select o.brand_token, sum(o.amount / (o.amount - 1)) as guarded_by_itself
from shop.orders as o
where (O.Amount - 1) <> 0 and o.created_at < '{{ ds }}'::timestamp_ntz
group by 1
