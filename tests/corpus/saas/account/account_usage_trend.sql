with windowed as (
    select account_id, usage_date, events, active_users
    from analytics.daily_account_usage
    where usage_date >= dateadd('day', -28, to_date('{{ ds }}'))
      and usage_date <= dateadd('day', -1, to_date('{{ ds }}'))
)
select
    account_id,
    (sum(iff(usage_date >= dateadd('day', -7, to_date('{{ ds }}')), events, 0)) / 7)
        / nullif(sum(iff(usage_date < dateadd('day', -7, to_date('{{ ds }}')), events, 0)) / 21, 0) as usage_ratio_7_over_21_days,
    count_if(events > 0) as days_with_usage_trailing_28_days,
    max(active_users) as peak_users_trailing_28_days
from windowed
group by account_id
