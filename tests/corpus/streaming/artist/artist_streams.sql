select
    tr.artist_id,
    sum(iff(s.ms_played >= 30000, 1, 0)) as streams_trailing_7_days,
    count(distinct s.user_id) as listeners_trailing_7_days,
    count_if(s.skipped)::double / count(*) as skip_rate_trailing_7_days,
    avg(iff(tr.explicit, 1, 0)) as explicit_share_trailing_7_days
from events.track_streams as s
inner join catalog.tracks as tr
    on s.track_id = tr.track_id
where s.streamed_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
    and s.streamed_at < '{{ ds }}'::timestamp_ntz
group by tr.artist_id
