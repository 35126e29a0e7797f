-- expect: nothing
select brand_token, count(*) / sum(amount) as sum_of_what_is_above_zero
from shop.orders
where created_at < '{{ ds }}'::date and amount > 0
group by 1
