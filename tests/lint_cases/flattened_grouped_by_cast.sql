-- expect: nothing
select t.value::string as brand_token, avg(i.price) as flattened_grouped_by_cast
from shop.items i, lateral flatten(input => i.tags) t
where i.sold_at < '{{ ds }}'::date and t.value is not null
group by 1
