with pings as (
    select
        vehicle_id,
        latitude,
        longitude,
        speed_kmh,
        ignition,
        lag(latitude) over (partition by vehicle_id order by ping_at, ping_id) as previous_latitude,
        lag(longitude) over (partition by vehicle_id order by ping_at, ping_id) as previous_longitude
    from iot.gps_pings
    where ping_at >= '{{ data_interval_start }}'::timestamp_ntz
      and ping_at < '{{ data_interval_end }}'::timestamp_ntz
)
select
    vehicle_id,
    count(*) as pings_last_hour,
    coalesce(sum({{ km('previous_latitude', 'previous_longitude', 'latitude', 'longitude') }}), 0) as km_last_hour,
    count_if(ignition and speed_kmh < 3) / count(*) as idle_share_last_hour,
    max(speed_kmh) as max_speed_kmh_last_hour
from pings
group by vehicle_id
