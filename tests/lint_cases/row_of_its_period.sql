-- expect: nothing
select brand_token, fee as row_of_its_period
from shop.plans
where valid_from < '{{ ds }}'::date and (valid_to is null or valid_to >= '{{ ds }}'::date)
