-- Columns: the entity's key, then the features. {{ ds }} is the as-of day; a feature may only use what was before it.
select
    customer_id,
    count(*) as orders_last_7_days,
    sum(amount) as amount_last_7_days
from shop.orders
where {{ in_the_days_before('ordered_at', ds, var('active_days')) }}
group by customer_id
