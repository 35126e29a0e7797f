with numbered as (
    select
        driver_id,
        ride_date,
        dateadd('day', -row_number() over (partition by driver_id order by ride_date), ride_date) as island
    from mart.driver_days
    where ride_date between dateadd('day', -60, '{{ ds }}'::date) and dateadd('day', -1, '{{ ds }}'::date)
),
islands as (
    select driver_id, island, count(*) as days, max(ride_date) as last_day
    from numbered
    group by driver_id, island
)
select
    driver_id,
    max(days) as longest_streak_days_trailing_60_days,
    max(iff(last_day = '{{ macros.ds_add(ds, -1) }}'::date, days, 0)) as current_streak_days
from islands
group by driver_id
