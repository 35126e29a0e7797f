select
    brand_token,
    count(*) as orders,
    max(amount) > 10 as is_large
from production.orders
where ordered_at < '{{ ds }}'
group by 1
