-- expect: nothing
select i.brand_token, count(t.value) as flattened_count
from shop.items i, lateral flatten(input => i.tags) t
where i.sold_at < '{{ ds }}'::date
group by i.brand_token
