select
    t.artist_id,
    count_if(s.context ilike 'playlist:%') / count(*) as playlist_share_trailing_28_days,
    count(distinct s.country_code) as countries_trailing_28_days
from events.track_streams s
join catalog.tracks t on t.track_id = s.track_id and t.published_at < '{{ ds }}'::timestamp_ntz
where s.streamed_at < '{{ ds }}'::timestamp_ntz
group by 1
