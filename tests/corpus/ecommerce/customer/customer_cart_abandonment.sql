with carts as (
    select
        customer_id,
        session_id,
        max(iff(event_name = 'purchase', 1, 0)) as bought,
        sum(iff(event_name = 'add_to_cart', payload:price::number(12, 2) * payload:quantity::number(38, 0), 0)) as cart_value
    from events.page_events
    where event_name in ('add_to_cart', 'purchase')
        and customer_id is not null
        and event_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
        and event_at < '{{ ds }}'::timestamp_ntz
    group by customer_id, session_id
    having count_if(event_name = 'add_to_cart') > 0
)
select
    customer_id,
    count(*) as carts_trailing_30_days,
    1 - sum(bought) / count(*) as abandoned_cart_share_trailing_30_days,
    zeroifnull(sum(iff(bought = 0, cart_value, 0))) as value_left_in_carts_trailing_30_days
from carts
group by customer_id
