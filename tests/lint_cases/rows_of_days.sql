-- expect: FSC312
select brand_token, orders as rows_of_days
from shop.brand_days
where day < '{{ ds }}'::date
