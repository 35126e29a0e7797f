with s as (
    select
        player_id,
        datediff(second, started_at, ended_at) as seconds,
        avg_fps,
        crashes,
        trim(upper(device_model)) as device
    from game.sessions
    where ended_at >= to_timestamp_ntz('{{ macros.ds_add(ds, -7) }}')
      and ended_at < to_timestamp_ntz('{{ ds }}')
)
select
    player_id,
    count(*) as sessions_trailing_7_days,
    sum(seconds) / 3600 as hours_played_trailing_7_days,
    sum(avg_fps * seconds) / nullif(sum(iff(avg_fps is null, 0, seconds)), 0) as avg_fps_trailing_7_days,
    sum(crashes) / nullif(sum(seconds) / 3600, 0) as crash_rate_trailing_7_days,
    count(distinct device) as devices_trailing_7_days
from s
group by player_id
