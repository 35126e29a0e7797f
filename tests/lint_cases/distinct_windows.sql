-- expect: nothing
select distinct brand_token,
    round(sum(amount) over (partition by brand_token) / 2, 1) as distinct_windows
from shop.orders where created_at < '{{ ds }}'::date
