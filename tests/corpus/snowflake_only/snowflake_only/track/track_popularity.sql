select *
from (
    select p.track_id, l.signup_country, 1 as plays
    from logs.plays p
    join app.listeners l on l.listener_id = p.listener_id and l.signed_up_at < '{{ ds }}'::timestamp_ntz
    where {{ trailing('p.ended_at', ds, 7) }}
)
pivot (sum(plays) for signup_country in ('US', 'GB', 'DE') default on null (0))
    as p (track_id, plays_us_trailing_7_days, plays_gb_trailing_7_days, plays_de_trailing_7_days)
