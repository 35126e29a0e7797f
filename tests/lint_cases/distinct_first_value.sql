-- expect: nothing
select distinct brand_token, first_value(amount) over (partition by brand_token order by created_at, id) as distinct_first_value
from shop.orders where created_at < '{{ ds }}'::date
