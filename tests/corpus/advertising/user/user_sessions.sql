with steps as (
    select
        user_id,
        impression_id,
        served_at,
        lag(served_at) over (partition by user_id order by served_at, impression_id) as previous_at
    from logs.impressions
    where user_id is not null
        and served_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
        and served_at < '{{ ds }}'::timestamp_ntz
),
numbered as (
    select
        user_id,
        served_at,
        sum(iff(previous_at is null or datediff('second', previous_at, served_at) > 1800, 1, 0)) over (
            partition by user_id
            order by served_at, impression_id
            rows between unbounded preceding and current row
        ) as session_no
    from steps
),
sessions as (
    select user_id, session_no, count(*) as impressions, datediff('second', min(served_at), max(served_at)) / 60 as minutes
    from numbered
    group by user_id, session_no
)
select
    user_id,
    count(*) as sessions_trailing_7_days,
    avg(impressions) as avg_impressions_per_session_trailing_7_days,
    max(minutes) as longest_session_minutes_trailing_7_days
from sessions
group by user_id
