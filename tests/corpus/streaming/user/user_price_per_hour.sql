with watched as (
    select user_id, sum(seconds_watched) / 3600 as hours
    from events.plays
    where ended_at >= dateadd('day', -30, to_timestamp_ntz('{{ ds }}')) and ended_at < to_timestamp_ntz('{{ ds }}')
    group by user_id
),
active as (
    select user_id, sum(monthly_price) as price
    from app.subscriptions
    where started_at < '{{ ds }}'::timestamp_ntz
      and (ended_at is null or ended_at >= '{{ ds }}'::timestamp_ntz)
    group by user_id
)
select a.user_id, a.price / w.hours as price_per_hour_trailing_30_days
from active a
join watched w using (user_id)
