-- expect: FSC303
select brand_token, count(*) as inclusive_turned
from shop.orders
where '{{ ds }}'::timestamp_ntz >= created_at
group by 1
