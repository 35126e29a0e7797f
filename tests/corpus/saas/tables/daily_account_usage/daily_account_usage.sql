select
    occurred_at::date as usage_date,
    account_id,
    count(*) as events,
    count(distinct user_id) as active_users,
    count(distinct session_id) as sessions,
    count(distinct event_name) as event_types
from product.events
where {{ trailing('occurred_at', 7) }}
  and account_id is not null
group by 1, 2
