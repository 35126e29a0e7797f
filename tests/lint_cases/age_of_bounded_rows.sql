-- expect: nothing
select brand_token, count(*) as age_of_bounded_rows
from shop.orders where datediff(day, uploaded_on, '{{ ds }}') <= 7 and created_at < '{{ ds }}'::date
group by brand_token
