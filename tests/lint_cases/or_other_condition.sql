-- expect: FSC303
select brand_token, count(*) as or_other_condition
from shop.orders
where created_at < '{{ ds }}'::date or amount > 100
group by 1
