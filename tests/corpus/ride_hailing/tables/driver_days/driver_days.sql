select
    driver_id,
    dropped_off_at::date as ride_date,
    count(*) as rides,
    sum(fare_cents + tip_cents) as earned_cents,
    sum(distance_km) as km
from core.trips
where dropped_off_at >= dateadd('day', {% if is_backfill %}-1{% else %}-3{% endif %}, '{{ ds }}'::timestamp_ntz)
    and dropped_off_at < '{{ ds }}'::timestamp_ntz
    and driver_id is not null
group by driver_id, dropped_off_at::date
