-- expect: nothing
select *
from (select brand_token, load_date::varchar as kind, amount from shop.orders where created_at < '{{ ds }}'::date)
pivot (sum(amount) for kind in ('a')) as p (brand_token, star_of_pivot)
