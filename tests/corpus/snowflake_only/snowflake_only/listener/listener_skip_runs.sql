with plays as (
    select
        listener_id,
        payload:listened_seconds::float < {{ var('skip_seconds') }} as is_skip,
        conditional_change_event(payload:listened_seconds::float < {{ var('skip_seconds') }})
            over (partition by listener_id order by started_at, play_id) as run_no
    from logs.plays
    where {{ trailing('ended_at', ds, 7) }}
),
runs as (
    select listener_id, run_no, boolor_agg(is_skip) as is_skip, count(*) as plays
    from plays
    group by listener_id, run_no
)
select
    listener_id,
    max(iff(is_skip, plays, 0)) as longest_skip_run_trailing_7_days,
    count(*) as runs_trailing_7_days
from runs
group by listener_id
