-- expect: nothing
select brand_token, id as row_that_a_flag_chooses
from shop.visits
where visited_at < '{{ ds }}'::date and order_id = 1
