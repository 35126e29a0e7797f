-- expect: nothing
select b.token as brand_token, count(distinct o.id) as joined_by_in
from shop.brands as b, shop.orders as o
where o.brand_token in (b.token, b.pattern) and o.created_at < '{{ ds }}'::timestamp_ntz
group by 1
