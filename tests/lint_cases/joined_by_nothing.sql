-- expect: FSC314
select b.token as brand_token, count(distinct o.id) as joined_by_nothing
from shop.brands as b, shop.orders as o
where (b.pages > 1 and o.amount > 1) and o.created_at < '{{ ds }}'::timestamp_ntz
group by 1
