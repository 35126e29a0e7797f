with active_90 as (
    select distinct player_id from game.sessions
    where ended_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz) and ended_at < '{{ ds }}'::timestamp_ntz
)
select a.player_id,
       not exists (
           select 1 from game.sessions s
           where s.player_id = a.player_id
             and s.ended_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz)
             and s.ended_at < '{{ ds }}'::timestamp_ntz
       ) as is_lapsed_7_days
from active_90 a
