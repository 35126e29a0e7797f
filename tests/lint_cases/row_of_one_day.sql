-- expect: nothing
select brand_token, orders as row_of_one_day
from shop.brand_days
where day = dateadd(day, -1, '{{ ds }}'::date)
