with plays as (
    select listener_id, track_id, datediff('second', started_at, ended_at) as seconds
    from logs.plays
    where {{ trailing('ended_at', ds, 30) }}
),
estimates as (
    select
        listener_id,
        count(*) as plays,
        approx_top_k(track_id, 3) as top_tracks,
        hll(track_id) as tracks,
        kurtosis(seconds) as play_kurtosis,
        skew(seconds) as play_skew
    from plays
    group by listener_id
)
select
    listener_id,
    reduce(top_tracks, 0, (total, t) -> total + t[1]::int) / plays as top_3_share_trailing_30_days,
    tracks as distinct_tracks_trailing_30_days,
    play_kurtosis as play_length_kurtosis_trailing_30_days,
    play_skew as play_length_skew_trailing_30_days
from estimates
