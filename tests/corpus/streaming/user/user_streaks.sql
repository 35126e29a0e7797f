with days as (
    select distinct user_id, activity_date
    from analytics.daily_user_plays
    where activity_date >= dateadd('day', -30, '{{ ds }}'::date)
      and activity_date < '{{ ds }}'::date
      and plays > 0
),
islands as (
    select
        user_id,
        activity_date,
        dateadd('day', -row_number() over (partition by user_id order by activity_date), activity_date) as island
    from days
),
runs as (
    select user_id, island, count(*) as run_length, max(activity_date) as last_day
    from islands
    group by user_id, island
)
select
    user_id,
    max(run_length) as longest_streak_trailing_30_days,
    max(iff(last_day = dateadd('day', -1, '{{ ds }}'::date), run_length, 0)) as current_streak_trailing_30_days
from runs
group by user_id
