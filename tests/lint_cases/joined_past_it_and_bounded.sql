-- expect: FSC314
select o.brand_token, sum(i.quantity) as joined_past_it_and_bounded
from shop.orders o join shop.items i on o.id = o.id
where i.sold_at < '{{ ds }}'::date
group by o.brand_token
