select
    p.player_id,
    count(case when s.started_at < dateadd(day, 7, p.created_at) then s.session_id end) as sessions_week_1,
    count(case when s.started_at >= dateadd(day, 7, p.created_at) and s.started_at < dateadd(day, 14, p.created_at) then s.session_id end) as sessions_week_2,
    sessions_week_2 > 0 as retained_week_2
from game.players p
left join game.sessions s on s.player_id = p.player_id
where p.created_at < '{{ ds }}'::timestamp_ntz
  and s.ended_at < '{{ ds }}'::timestamp_ntz
group by p.player_id
