with ordered as (
    select
        user_id,
        play_id,
        started_at,
        ended_at,
        seconds_watched,
        lag(ended_at) over (partition by user_id order by started_at, play_id) as previous_end
    from events.plays
    where started_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and ended_at < '{{ ds }}'::timestamp_ntz
),
flagged as (
    select
        *,
        iff(previous_end is null or datediff('minute', previous_end, started_at) >= {{ var('session_gap_minutes') }}, 1, 0) as is_new_session
    from ordered
),
numbered as (
    select
        *,
        sum(is_new_session) over (
            partition by user_id order by started_at, play_id
            rows between unbounded preceding and current row
        ) as session_number
    from flagged
),
sessions as (
    select user_id, session_number, count(*) as plays, sum(seconds_watched) / 60 as minutes
    from numbered
    group by user_id, session_number
)
select
    user_id,
    count(*) as sessions_trailing_30_days,
    avg(minutes) as avg_session_minutes_trailing_30_days,
    max(minutes) as longest_session_minutes_trailing_30_days,
    sum(plays) / count(*) as plays_per_session_trailing_30_days
from sessions
group by user_id
