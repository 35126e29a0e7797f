with accepted as (
    select
        driver_id,
        trip_id,
        cancelled_by = 'driver' and cancelled_at < '{{ ds }}'::timestamp_ntz as was_let_down,
        iff(picked_up_at < '{{ ds }}'::timestamp_ntz, timestampdiff(second, accepted_at, picked_up_at), null) as pickup_seconds
    from core.trips
    where {{ trailing('accepted_at', ds, 30) }}
        and driver_id is not null
)
select
    driver_id,
    count(trip_id) as accepted_trailing_30_days,
    count_if(was_let_down) / count(trip_id) as driver_cancel_rate_trailing_30_days,
    avg(pickup_seconds) / 60 as avg_minutes_to_pickup_trailing_30_days
from accepted
group by driver_id
