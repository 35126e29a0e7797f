with u as (
    select account_id, events_trailing_7_days
    from feature_store.account_usage
    where as_of = '{{ ds }}'::timestamp_ntz
)
select
    u.account_id,
    u.events_trailing_7_days / nullif(avg(u.events_trailing_7_days) over (partition by a.segment), 0) as usage_vs_segment,
    ntile(4) over (partition by a.segment order by u.events_trailing_7_days, u.account_id) as usage_quartile_in_segment
from u
join crm.accounts a on a.account_id = u.account_id
