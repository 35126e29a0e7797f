with rides as (
    select t.trip_id, t.rider_id, t.driver_id, t.dropped_off_at, r.stars
    from core.trips t
    left join core.trip_ratings r
        on r.trip_id = t.trip_id and r.rated_by = 'rider' and r.rated_at < '{{ ds }}'::timestamp_ntz
    where t.driver_id is not null
      and t.dropped_off_at >= dateadd('day', -365, '{{ ds }}'::timestamp_ntz)
      and t.dropped_off_at < '{{ ds }}'::timestamp_ntz
),
last_rated as (
    select rider_id, driver_id, stars
    from rides
    where stars is not null
    qualify row_number() over (partition by rider_id, driver_id order by dropped_off_at desc, trip_id) = 1
),
together as (
    select rider_id, driver_id, count(*) as rides, max(dropped_off_at) as last_at
    from rides
    group by rider_id, driver_id
)
select
    g.rider_id,
    g.driver_id,
    g.rides as rides_together,
    datediff('day', g.last_at, '{{ ds }}'::timestamp_ntz) as days_since_last_ride_together,
    l.stars as last_stars_from_rider,
    exists (
        select 1
        from ops.incidents i
        where i.rider_id = g.rider_id
          and i.driver_id = g.driver_id
          and i.reported_at < '{{ ds }}'::timestamp_ntz
    ) as had_incident
from together g
left join last_rated l on l.rider_id = g.rider_id and l.driver_id = g.driver_id
