select
    account_id,
    count_if({{ trailing('occurred_at', 1) }}) as events_trailing_1_day,
    count_if({{ trailing('occurred_at', 7) }}) as events_trailing_7_days,
    count(*) as events_trailing_30_days,
    count(distinct user_id) as active_users_trailing_30_days,
    count(user_id) / nullif(count(distinct user_id), 0) as events_per_active_user_trailing_30_days
from product.events
where {{ trailing('occurred_at', 30) }}
  and account_id is not null
group by account_id
