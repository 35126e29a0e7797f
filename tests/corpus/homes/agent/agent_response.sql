with l as (
    select
        agent_id,
        created_at,
        iff(answered_at < '{{ ds }}'::timestamp_ntz, answered_at, null) as answered_at
    from crm.leads
    where {{ window('created_at', 30) }}
)
select
    agent_id,
    count(*) as leads_trailing_30_days,
    count_if(answered_at < dateadd('day', 1, created_at)) / count(*) as answered_within_a_day_share_trailing_30_days,
    median(datediff('minute', created_at, answered_at)) / 60 as median_hours_to_answer_trailing_30_days
from l
group by agent_id
