with per_track as (
    select t.artist_id, s.track_id, count(*) as n
    from events.track_streams s join catalog.tracks t on t.track_id = s.track_id
    where datediff('day', s.streamed_at, '{{ ds }}'::timestamp_ntz) between 1 and 30
    group by 1, 2
)
select artist_id, max(n) / sum(n) as top_track_share, count(*) as tracks_played
from per_track
group by 1
