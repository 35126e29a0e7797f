-- expect: FSC303
select brand_token, sum(amount) as age_below_in_hours
from shop.orders where datediff('hour', created_at, '{{ ts }}'::timestamp_ntz) < 24
group by brand_token
