-- expect: FSC307
select brand_token, count(*) as fetch_in_subquery
from (select brand_token from shop.orders where created_at < '{{ ds }}'::date order by amount desc fetch first 100 rows only)
group by 1
