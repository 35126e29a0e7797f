with visits as (
    select
        customer_id,
        started_at,
        lower(trim(device)) as device,
        case when ended_at < '{{ ds }}'::timestamp_ntz
             then datediff('second', started_at, ended_at) / 60.0 end as minutes
    from events.sessions
    where customer_id is not null
        and started_at >= dateadd('day', -30, to_timestamp_ntz('{{ ds }}'))
        and started_at < to_timestamp_ntz('{{ ds }}')
)
select
    customer_id,
    count_if(started_at >= dateadd('day', -7, to_timestamp_ntz('{{ ds }}'))) as visits_trailing_7_days,
    median(minutes) as median_visit_minutes_trailing_30_days,
    avg(iff(device in ('mobile', 'ios', 'android'), 1.0, 0.0)) as mobile_share_trailing_30_days,
    percentile_cont(0.9) within group (order by minutes) as p90_visit_minutes_trailing_30_days
from visits
group by 1
