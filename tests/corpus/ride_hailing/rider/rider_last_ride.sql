with rides as (
    select
        rider_id,
        trip_id,
        dropped_off_at,
        fare_cents,
        distance_km,
        haversine(pickup_lat, pickup_lng, dropoff_lat, dropoff_lng) as crow_km,
        avg(fare_cents) over (
            partition by rider_id
            order by dropped_off_at, trip_id
            rows between unbounded preceding and 1 preceding
        ) as avg_fare_before
    from core.trips
    where dropped_off_at >= dateadd('day', -365, '{{ ds }}'::timestamp_ntz)
      and dropped_off_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by rider_id order by dropped_off_at desc, trip_id desc) = 1
)
select
    rider_id,
    fare_cents / 100 as last_ride_fare,
    distance_km as last_ride_distance_km,
    fare_cents / nullif(avg_fare_before, 0) as last_fare_versus_average,
    datediff('minute', dropped_off_at, '{{ ds }}'::timestamp_ntz) / 60 as hours_since_last_ride,
    crow_km / nullif(distance_km, 0) as last_ride_crow_share
from rides
