with plays as (
    select listener_id, device, play_id
    from logs.plays
    where {{ trailing('ended_at', ds, 30) }}
),
pivoted as (
    select *
    from plays
        pivot (count(play_id) for device in ('phone', 'tv', 'web')) as p (listener_id, phone, tv, web)
)
select
    listener_id,
    phone as plays_phone_trailing_30_days,
    tv as plays_tv_trailing_30_days,
    web as plays_web_trailing_30_days,
    phone / nullif(phone + tv + web, 0) as phone_share_trailing_30_days
from pivoted
