-- expect: FSC307
select brand_token, count(*) as top_in_subquery
from (select top 100 brand_token from shop.orders where created_at < '{{ ds }}'::date order by amount desc)
group by 1
