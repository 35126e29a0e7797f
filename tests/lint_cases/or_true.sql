-- expect: FSC303
select brand_token, count(*) as or_true
from shop.orders
where created_at < '{{ ds }}'::date or true
group by 1
