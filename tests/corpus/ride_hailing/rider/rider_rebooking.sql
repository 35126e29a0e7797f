with sequence as (
    select
        rider_id,
        requested_at,
        dropped_off_at,
        lead(requested_at) over (partition by rider_id order by requested_at, trip_id) as next_requested_at
    from core.trips
)
select
    rider_id,
    avg(datediff('minute', dropped_off_at, next_requested_at)) / 60 as avg_hours_to_next_ride_trailing_30_days,
    count_if(next_requested_at < dateadd('hour', 24, dropped_off_at)) as rides_followed_within_a_day_trailing_30_days
from sequence
where dropped_off_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
  and dropped_off_at < '{{ ds }}'::timestamp_ntz
group by rider_id
