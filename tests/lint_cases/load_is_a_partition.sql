-- expect: nothing
select brand_token, count(*) as load_is_a_partition
from shop.orders
where load_date = '{{ ds }}'::date
group by 1
