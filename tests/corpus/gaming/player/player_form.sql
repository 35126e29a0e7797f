select
    player_id,
    ended_at as played_at,
    sum(iff(won, 1, 0)) over (partition by player_id order by ended_at, match_id rows between 5 preceding and 1 preceding) as won_last_5,
    won <> lead(won) over (partition by player_id order by ended_at, match_id) as streak_breaker
from analytics.match_facts
where ended_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by player_id, ended_at order by match_id) = 1
