with per_vehicle as (
    select vehicle_id, count(*) as routes, sum(distance_km) as km, count(distinct driver_id) as drivers
    from tms.routes
    where actual_end >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
      and actual_end < '{{ ds }}'::timestamp_ntz
      and vehicle_id is not null
    group by vehicle_id
),
fleet as (
    select sum(km) as km from per_vehicle
)
select
    v.vehicle_id,
    v.routes as routes_trailing_7_days,
    v.km as km_trailing_7_days,
    v.drivers as drivers_trailing_7_days,
    v.km / nullif(fleet.km, 0) as km_share_of_fleet_trailing_7_days
from per_vehicle v
cross join fleet
