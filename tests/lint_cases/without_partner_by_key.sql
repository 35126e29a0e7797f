-- expect: nothing
select b.token as brand_token, 1 as without_partner_by_key
from shop.brands b left join shop.orders o on o.brand_token = b.token and o.created_at < '{{ ds }}'::date
where o.id is null and b.pages > 0
