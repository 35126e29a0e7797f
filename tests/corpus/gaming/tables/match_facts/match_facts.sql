select
    mp.match_id,
    mp.player_id,
    m.mode,
    m.map,
    m.ranked,
    m.started_at,
    m.ended_at,
    datediff('second', m.started_at, m.ended_at) as duration_seconds,
    mp.team,
    mp.kills,
    mp.deaths,
    mp.assists,
    mp.score,
    mp.won,
    mp.left_early,
    mp.mmr_before,
    mp.mmr_after
from game.match_players mp
join game.matches m on m.match_id = mp.match_id
where {{ in_window('m.ended_at', 90) }}
