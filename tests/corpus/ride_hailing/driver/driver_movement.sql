with pings as (
    select driver_id, ping_at, avg(lat) as lat, avg(lng) as lng
    from telemetry.driver_pings
    where {{ trailing('ping_at', ds, 1) }}
    group by driver_id, ping_at
),
steps as (
    select
        driver_id,
        datediff('second', lag(ping_at) over (partition by driver_id order by ping_at), ping_at) as seconds,
        lag(lat) over (partition by driver_id order by ping_at) as previous_lat,
        lag(lng) over (partition by driver_id order by ping_at) as previous_lng,
        {{ great_circle_km('previous_lat', 'previous_lng', 'lat', 'lng') }} as km
    from pings
)
select
    driver_id,
    zeroifnull(sum(iff(seconds <= 600, km, 0))) as km_driven_trailing_1_day,
    max(iff(seconds between 1 and 600, km / seconds * 3600, null)) as max_speed_kmh_trailing_1_day
from steps
group by driver_id
