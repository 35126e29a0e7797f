select
    user_id,
    datediff('minute', ended_at, '{{ data_interval_end }}'::timestamp_ntz) / 60.0 as hours_since_last_play,
    completed as last_play_completed,
    seconds_watched as last_play_seconds
from events.plays
where ended_at < '{{ data_interval_end }}'::timestamp_ntz
  and ended_at >= dateadd('day', -90, '{{ data_interval_end }}'::timestamp_ntz)
qualify row_number() over (partition by user_id order by ended_at desc, play_id) = 1
