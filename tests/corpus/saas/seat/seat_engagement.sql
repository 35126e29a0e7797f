with per_event as (
    select account_id, user_id, event_name, count(*) as n
    from product.events
    where {{ trailing('occurred_at', 30) }}
      and user_id is not null and account_id is not null
    group by account_id, user_id, event_name
),
shares as (
    select
        account_id,
        user_id,
        n / sum(n) over (partition by account_id, user_id) as share
    from per_event
),
entropy as (
    select account_id, user_id, -sum(share * log(2, share)) as bits
    from shares
    group by account_id, user_id
),
activity as (
    select account_id, user_id, count(distinct session_id) as sessions, count(distinct occurred_at::date) as days
    from product.events
    where {{ trailing('occurred_at', 30) }}
      and user_id is not null and account_id is not null
    group by account_id, user_id
)
select
    account_id,
    user_id,
    activity.sessions as sessions_trailing_30_days,
    activity.days as active_days_trailing_30_days,
    entropy.bits as event_entropy_trailing_30_days,
    activity.days >= 12 as is_power_user
from activity
join entropy using (account_id, user_id)
