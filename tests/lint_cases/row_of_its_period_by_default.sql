-- expect: nothing
select brand_token, fee as row_of_its_period_by_default
from shop.plans
where valid_from < '{{ ds }}'::date and coalesce(valid_to, '9999-12-31'::date) >= '{{ ds }}'::date
