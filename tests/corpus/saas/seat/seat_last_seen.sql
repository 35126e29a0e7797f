select account_id, user_id,
       datediff(day, occurred_at, '{{ ds }}') as days_since_last_event,
       event_name like 'exports.%' as last_event_was_export
from (
    select *, row_number() over (partition by account_id, user_id order by occurred_at desc, event_id desc) as rn
    from product.events
    where occurred_at < '{{ ds }}' and occurred_at >= dateadd(day, -180, '{{ ds }}')
      and user_id is not null and account_id is not null
)
where rn = 1
