with plays as (

    select
        user_id,
        completed,
        is_autoplay,
        seconds_watched,
        runtime_seconds
    from {{ ref('play_facts') }}
    where ended_at >= '{{ macros.ds_add(ds, -30) }}'::timestamp_ntz
      and ended_at < '{{ ds }}'::timestamp_ntz

)

select
    user_id,
    count_if(completed and not is_autoplay) / nullif(count_if(not is_autoplay), 0) as completion_rate_trailing_30_days,
    count_if(is_autoplay) / count(*) as autoplay_share_trailing_30_days,
    avg(seconds_watched / nullif(runtime_seconds, 0)) as avg_share_of_runtime_watched_trailing_30_days
from plays
group by user_id
