select
    t.track_id,
    datediff('day', max(t.released_at), '{{ ds }}'::date) as days_since_release,
    count(p.play_id) as plays_first_week,
    max(t.created_at) > dateadd('month', -1, getdate()) as is_new
from catalog.tracks t
left join logs.plays p
    on p.track_id = t.track_id
    and p.started_at >= t.created_at
    and p.started_at < dateadd('day', 7, t.created_at)
    and p.ended_at < '{{ ds }}'::timestamp_ntz
where t.created_at < '{{ ds }}'::timestamp_ntz
group by t.track_id
