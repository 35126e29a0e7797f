-- expect: FSC303
select brand_token, count(*) as uploaded_is_no_load
from shop.orders
where uploaded_on = '{{ ds }}'::date
group by 1
