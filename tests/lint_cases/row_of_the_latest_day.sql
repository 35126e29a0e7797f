-- expect: nothing
select brand_token, orders as row_of_the_latest_day
from shop.brand_days
where day = (select max(day) from shop.brand_days where day < '{{ ds }}'::timestamp_ntz::date)
