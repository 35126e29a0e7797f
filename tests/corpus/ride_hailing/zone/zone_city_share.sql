with zone_rides as (
    select t.pickup_zone_id as zone_id, t.city_id, count(*) as rides
    from core.trips t
    where {{ trailing('t.picked_up_at', ds, 7) }}
      and t.pickup_zone_id is not null
    group by 1, 2
),
city_rides as (
    select t.city_id, count(*) as rides
    from core.trips t
    where {{ trailing('t.picked_up_at', ds, 7) }}
    group by 1
)
select
    z.zone_id,
    max(z.rides) as zone_rides_trailing_7_days,
    sum(z.rides) / sum(c.rides) as share_of_city_rides_trailing_7_days
from zone_rides z, city_rides c
group by z.zone_id
