with outcomes as (
    select
        rider_id,
        iff(cancelled_by = 'rider' and cancelled_at < '{{ ds }}'::timestamp_ntz, 1, 0) as is_cancelled,
        iff(dropped_off_at < '{{ ds }}'::timestamp_ntz, 1, 0) as is_completed
    from core.trips
    where requested_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and requested_at < '{{ ds }}'::timestamp_ntz
)
select
    rider_id,
    sum(is_cancelled) as rider_cancels_trailing_30_days,
    sum(is_cancelled) / sum(is_completed) as cancels_per_ride_trailing_30_days
from outcomes
group by rider_id
