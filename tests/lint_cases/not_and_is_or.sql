-- expect: FSC303
select brand_token, count(*) as not_and_is_or
from shop.orders
where not (created_at >= '{{ ds }}'::date and amount < 100)
group by 1
