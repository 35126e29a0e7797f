select
    p.play_id,
    p.user_id,
    p.title_id,
    p.device_type,
    p.country_code,
    p.started_at,
    p.ended_at,
    p.seconds_watched,
    p.completed,
    p.is_autoplay,
    t.title_type,
    t.primary_genre,
    t.runtime_seconds,
    t.series_id
from events.plays as p
join catalog.titles as t
    on t.title_id = p.title_id
    and t.added_at < '{{ ds }}'::timestamp_ntz
where {{ last_days('p.ended_at', 90) }}
qualify row_number() over (partition by p.play_id order by p.ended_at desc, p.seconds_watched desc) = 1
