select
    t.player_id,
    count(distinct w.value:id::varchar) as distinct_weapons_trailing_14_days,
    count(*) / count(distinct t.event_id) as avg_weapons_per_loadout_trailing_14_days
from game.telemetry t
, lateral flatten(input => t.properties:loadout:weapons) w
where t.name = 'loadout'
  and t.ts between dateadd(day, -{{ params.days }}, '{{ ds }}'::timestamp_ntz) and dateadd(second, -1, '{{ ds }}'::timestamp_ntz)
group by t.player_id
