-- expect: nothing
select brand_token, count(*) as list_of_days_before
from shop.orders
where uploaded_on in (dateadd(day, -1, '{{ ds }}'::date), dateadd(day, -2, '{{ ds }}'::date))
group by 1
