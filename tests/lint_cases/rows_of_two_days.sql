-- expect: FSC312
select brand_token, orders as rows_of_two_days
from shop.brand_days
where day in (dateadd(day, -1, '{{ ds }}'::date), dateadd(day, -2, '{{ ds }}'::date))
