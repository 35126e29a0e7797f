select user_id, title_id, seconds_watched as resume_position_seconds, completed as was_completed
from events.plays
where ended_at < '{{ ts }}'::timestamp_ntz
  and ended_at >= dateadd('day', -30, '{{ ts }}'::timestamp_ntz)
qualify row_number() over (partition by user_id, title_id order by ended_at desc) = 1
