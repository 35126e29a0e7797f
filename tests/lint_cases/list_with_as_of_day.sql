-- expect: FSC303
select brand_token, count(*) as list_with_as_of_day
from shop.orders
where uploaded_on in (dateadd(day, -1, '{{ ds }}'::date), '{{ ds }}'::date)
group by 1
