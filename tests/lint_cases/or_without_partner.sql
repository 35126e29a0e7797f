-- expect: nothing
select b.token as brand_token, count(o.id) as or_without_partner
from shop.brands b
left join shop.orders o on o.brand_token = b.token
where o.created_at < '{{ ds }}'::date or o.id is null
group by 1
