with this_week as (
    select distinct city_id, rider_id from core.trips where {{ trailing('dropped_off_at', ds, 7) }}
),
last_week as (
    select distinct city_id, rider_id
    from core.trips
    where dropped_off_at >= dateadd('day', -14, '{{ ds }}'::timestamp_ntz)
      and dropped_off_at < dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
),
retained as (
    select * from this_week
    intersect
    select * from last_week
),
lost as (
    select * from last_week
    except
    select * from this_week
),
counted as (
    select city_id, 1 as is_retained, 0 as is_lost from retained
    union all
    select city_id, 0, 1 from lost
)
select
    city_id,
    sum(is_retained) as retained_riders,
    sum(is_lost) as lost_riders,
    sum(is_retained) / count(*) as retention_rate
from counted
group by city_id
