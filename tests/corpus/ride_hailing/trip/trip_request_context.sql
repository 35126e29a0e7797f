with requests as (
    select trip_id, rider_id, pickup_zone_id, pickup_lat, pickup_lng, surge_multiplier, requested_at
    from core.trips
    where requested_at >= dateadd('day', -1, '{{ data_interval_start }}'::timestamp_ntz)
      and requested_at < '{{ data_interval_end }}'::timestamp_ntz
),
current_requests as (
    select * exclude (pickup_lat, pickup_lng), pickup_lat as lat, pickup_lng as lng
    from requests
    where requested_at >= '{{ data_interval_start }}'::timestamp_ntz
),
nearby as (
    select c.trip_id, count(*) as n
    from current_requests c
    join requests o
        on o.pickup_zone_id = c.pickup_zone_id
        and o.requested_at < c.requested_at
        and o.requested_at >= dateadd('hour', -1, c.requested_at)
    group by c.trip_id
),
own as (
    select c.trip_id, count(*) as n
    from current_requests c
    join requests o
        on o.rider_id = c.rider_id
        and o.requested_at < c.requested_at
        and o.requested_at >= dateadd('day', -1, c.requested_at)
    group by c.trip_id
)
select
    c.trip_id,
    c.requested_at,
    zeroifnull(n.n) as requests_nearby_last_hour,
    zeroifnull(o.n) as rider_requests_last_day,
    c.surge_multiplier,
    {{ great_circle_km('c.lat', 'c.lng', 'z.centre_lat', 'z.centre_lng') }} as pickup_to_zone_centre_km
from current_requests c
left join nearby n on n.trip_id = c.trip_id
left join own o on o.trip_id = c.trip_id
left join core.zones z on z.zone_id = c.pickup_zone_id and z.created_at < c.requested_at
