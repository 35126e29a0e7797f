select player_id, mode, count(*) as matches_on_map, avg(iff(won, 1, 0)) as map_win_rate
from analytics.match_facts
where {{ in_window('ended_at', 30) }}
group by player_id, mode, map
