-- expect: FSC312
select brand_token, fee as rows_of_periods
from shop.plans
where valid_from < '{{ ds }}'::date
