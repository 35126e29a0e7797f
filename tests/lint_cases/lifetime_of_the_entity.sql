-- expect: nothing
select o.brand_token, count(*) as lifetime_of_the_entity
from shop.orders o
join shop.plans p on p.brand_token = o.brand_token and p.valid_from = o.uploaded_on
where o.created_at < '{{ ds }}'::date
group by 1
