select
    f.driver_id
  , count(*)                                                        as routes_trailing_30_days
  , sum(f.delivered_stops) / nullif(sum(f.stops), 0)                as delivered_rate_trailing_30_days
  , avg(f.avg_minutes_late)                                         as avg_minutes_late_trailing_30_days
  , sum(f.distance_km)                                              as km_trailing_30_days
  , avg(iff(datediff('minute', f.planned_start, f.actual_start) >= 10, 1, 0)) as late_start_rate_trailing_30_days
from analytics.driver_route_facts f
where {{ since('f.actual_end', 30) }}
group by f.driver_id
