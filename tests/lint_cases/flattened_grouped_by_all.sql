-- expect: nothing
select t.value:name::string as brand_token, avg(i.price) as flattened_grouped_by_all
from shop.items i, lateral flatten(input => i.tags) t
where i.sold_at < '{{ ds }}'::date and t.value is not null
group by all
