-- expect: FSC312
with days as (select brand_token, orders from shop.brand_days where day < '{{ ds }}'::date)
select brand_token, orders * 2 as rows_of_days_in_subquery
from (select * from days)
