with slices as (
    select track_id, time_slice(ended_at, 6, 'hour', 'start') as slice, count(*) as plays
    from logs.plays
    where {{ trailing('ended_at', ds, 1) }}
    group by all
)
select
    track_id,
    sum(plays) as plays_trailing_1_day,
    max(plays) / sum(plays) as peak_slice_share_trailing_1_day
from slices
group by all
