select
    player_id,
    sum(kills) / greatest(sum(deaths), 1) as kills_per_death_trailing_30_days,
    avg({{ flag('won') }}) as win_rate_trailing_30_days,
    avg(score) as avg_score_trailing_30_days,
    count(*) as matches_trailing_30_days,
    avg({{ flag('left_early') }}) as early_leave_rate_trailing_30_days
from analytics.match_facts
where {{ in_window('ended_at', 30) }}
group by player_id
