select
    t.title_id,
    datediff('day', t.added_at, '{{ ds }}'::timestamp_ntz) as days_since_added,
    count(p.play_id) as plays_first_week,
    datediff('day', t.added_at, '{{ ds }}'::timestamp_ntz) < 28 as is_new
from catalog.titles t
left join events.plays p
    on p.title_id = t.title_id
    and p.ended_at < least(dateadd('day', 7, t.added_at), '{{ ds }}'::timestamp_ntz)
where t.added_at < '{{ ds }}'::timestamp_ntz
group by t.title_id, t.added_at
