-- expect: FSC309
select i.brand_token, sum(i.price) as flattened_sum
from shop.items i, lateral flatten(input => i.tags) t
where i.sold_at < '{{ ds }}'::date
group by i.brand_token
