-- expect: FSC312
select distinct brand_token, sum(amount) over (partition by uploaded_on) as distinct_window_of_another_key
from shop.orders where created_at < '{{ ds }}'::date
