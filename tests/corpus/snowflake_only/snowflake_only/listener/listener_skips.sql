select
    listener_id,
    count(*) as plays_trailing_7_days,
    count_if(payload:listened_seconds < {{ var('skip_seconds') }}) / count(*) as skip_rate_trailing_7_days,
    count_if(payload:network = 'offline') as offline_plays_trailing_7_days,
    avg(payload:player.volume) as avg_volume_trailing_7_days
from logs.plays
where {{ trailing('ended_at', ds, 7) }}
group by listener_id
