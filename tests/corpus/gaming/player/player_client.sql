with recent as (
    select player_id, event_id, name, properties, ts, build
    from game.telemetry
    where ts >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and ts < '{{ ds }}'::timestamp_ntz
),
last_event as (
    select player_id, build, max(build) over () as newest_build
    from recent
    qualify row_number() over (partition by player_id order by ts desc, event_id) = 1
),
settings as (
    select player_id, lower(properties:graphics.preset::string) as preset
    from recent
    where name = 'settings_applied'
    qualify row_number() over (partition by player_id order by ts desc, event_id) = 1
),
tutorial as (
    select player_id, count(distinct properties:step::int) as steps
    from recent
    where name = 'tutorial_step'
    group by player_id
)
select
    l.player_id,
    l.build = l.newest_build as on_latest_build,
    decode(s.preset, 'low', 0, 'medium', 1, 'high', 2, 'ultra', 3) as graphics_quality_level,
    coalesce(t.steps, 0) as tutorial_steps_done
from last_event l
left join settings s on s.player_id = l.player_id
left join tutorial t on t.player_id = l.player_id
