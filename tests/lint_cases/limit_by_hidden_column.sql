-- expect: FSC307
with last as (select brand_token from shop.orders where created_at < '{{ ds }}'::date order by created_at desc limit 1000)
select brand_token, count(*) as limit_by_hidden_column
from last
group by 1
