-- expect: FSC312
select distinct brand_token, sum(amount) over (partition by brand_token order by created_at, id) as distinct_running_total
from shop.orders where created_at < '{{ ds }}'::date
