select
    t.trip_id,
    t.rider_id,
    t.driver_id,
    t.city_id,
    t.pickup_zone_id,
    t.product,
    t.requested_at,
    t.dropped_off_at,
    t.distance_km,
    t.fare_cents,
    t.tip_cents,
    datediff('second', t.accepted_at, t.picked_up_at) / 60.0 as wait_minutes,
    datediff('second', t.picked_up_at, t.dropped_off_at) / 60.0 as ride_minutes,
    r.stars as stars_from_rider
from core.trips t
left join core.trip_ratings r
    on r.trip_id = t.trip_id
    and r.rated_by = 'rider'
    and {{ before('r.rated_at', ds) }}
where {{ before('t.dropped_off_at', ds) }}
