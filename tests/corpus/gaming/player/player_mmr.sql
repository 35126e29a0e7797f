select
    player_id,
    ended_at,
    mmr_after as mmr,
    mmr_after - mmr_before as mmr_change,
    avg(mmr_after) over (
        partition by player_id order by ended_at, match_id
        rows between 9 preceding and current row
    ) as mmr_avg_last_10,
    max(mmr_after) over (
        partition by player_id order by ended_at, match_id
        rows between unbounded preceding and current row
    ) as mmr_peak
from analytics.match_facts
where ranked
  and ended_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by player_id, ended_at order by match_id) = 1
