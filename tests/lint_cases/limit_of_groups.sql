-- expect: FSC307
select brand_token, count(*) as limit_of_groups
from shop.orders
where created_at < '{{ ds }}'::date
group by 1
order by 2 desc
limit 20
