with weekly as (
    select
        user_id,
        sum(case when activity_date between dateadd(day, -7, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date) then plays else 0 end) as w1,
        sum(case when activity_date between dateadd(day, -14, '{{ ds }}'::date) and dateadd(day, -8, '{{ ds }}'::date) then plays else 0 end) as w2
    from analytics.daily_user_plays
    where activity_date between dateadd(day, -14, '{{ ds }}'::date) and dateadd(day, -1, '{{ ds }}'::date)
    group by 1
)
select user_id,
       w1 as plays_last_7_days,
       w2 as plays_previous_7_days,
       div0(w1, w2) as plays_week_over_week
from weekly
