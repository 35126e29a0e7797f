with gaps as (
    select
        player_id,
        ended_at,
        timestampdiff(minute, ended_at, lead(started_at) over (partition by player_id order by started_at, session_id)) / 60 as gap_hours
    from game.sessions
    where started_at >= dateadd(day, -30, {{ midnight() }})
      and ended_at < {{ midnight() }}
)
select
    player_id,
    avg(gap_hours) as avg_hours_between_sessions_trailing_30_days,
    max(gap_hours) as longest_gap_hours_trailing_30_days,
    timestampdiff(minute, max(ended_at), {{ midnight() }}) / 60 as hours_since_last_session
from gaps
group by 1
