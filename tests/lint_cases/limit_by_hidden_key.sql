-- expect: nothing
with last as (select brand_token from shop.orders where created_at < '{{ ds }}'::date order by created_at desc, id limit 1000)
select brand_token, count(*) as limit_by_hidden_key
from last
group by 1
