-- expect: nothing
select b.token as brand_token, count(o.id) as bound_of_partners
from shop.brands b
left join shop.orders o on o.brand_token = b.token and o.created_at < '{{ ds }}'::date
group by b.token
