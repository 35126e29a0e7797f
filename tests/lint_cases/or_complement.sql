-- expect: FSC303
select brand_token, count(*) as or_complement
from shop.orders
where created_at < '{{ ds }}'::date or created_at >= '{{ ds }}'::date
group by 1
