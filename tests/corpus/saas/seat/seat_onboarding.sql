select
    u.account_id,
    u.user_id,
    datediff('minute', u.created_at, min(e.occurred_at)) / 60 as hours_to_first_event,
    count(iff(e.occurred_at < dateadd('day', 7, u.created_at), e.event_id, null)) as events_first_week
from product.users u
left join product.events e
    on e.user_id = u.user_id
    and e.account_id = u.account_id
    and e.occurred_at < '{{ ds }}'::timestamp_ntz
where u.created_at < '{{ ds }}'::timestamp_ntz
group by u.account_id, u.user_id, u.created_at
