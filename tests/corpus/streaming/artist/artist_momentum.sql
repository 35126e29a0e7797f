with daily as (
    select tr.artist_id, date_trunc('day', s.streamed_at)::date as stream_date, count(*) as streams
    from events.track_streams s
    join catalog.tracks tr on tr.track_id = s.track_id and tr.published_at < '{{ ds }}'::timestamp_ntz
    where s.streamed_at >= '{{ macros.ds_add(ds, -28) }}'::timestamp_ntz
      and s.streamed_at < '{{ ds }}'::timestamp_ntz
    group by 1, 2
)
select
    artist_id,
    div0(
        sum(iff(stream_date = '{{ macros.ds_add(ds, -1) }}'::date, streams, 0)),
        sum(iff(stream_date between '{{ macros.ds_add(ds, -8) }}'::date and '{{ macros.ds_add(ds, -2) }}'::date, streams, 0)) / 7
    ) as momentum_ratio,
    max(streams) as best_day_trailing_28_days
from daily
group by artist_id
