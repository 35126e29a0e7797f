-- expect: nothing
select brand_token, orders as row_of_a_list_of_one
from shop.brand_days
where day in (dateadd(day, -1, '{{ ds }}'::date))
