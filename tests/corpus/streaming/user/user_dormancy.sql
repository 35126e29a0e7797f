select
    user_id,
    datediff('day', max(ended_at), '{{ ds }}'::timestamp_ntz) as days_since_last_watch,
    count_if(ended_at >= dateadd('day', -1, '{{ ds }}'::timestamp_ntz)) as plays_trailing_1_day
from events.plays
where ended_at::date <= '{{ ds }}'::date
group by user_id
