-- expect: FSC312
select to_varchar(created_at::date) as brand_token, count(*) as key_cast_to_a_day
from shop.orders where created_at < '{{ ds }}'::date group by created_at
