with stop_totals as (
    select
        route_id,
        count(*) as stops,
        count_if(attempt_result = 'delivered') as delivered_stops,
        count_if(attempt_result in ('refused', 'not_home')) as failed_stops,
        avg({{ minutes_between('planned_arrival', 'actual_arrival') }}) as avg_minutes_late
    from tms.stops
    where actual_arrival < '{{ ds }}'::timestamp_ntz
    group by route_id
)
select
    r.route_id,
    r.driver_id,
    r.vehicle_id,
    r.planned_start,
    r.actual_start,
    r.actual_end,
    r.distance_km,
    r.planned_stops,
    coalesce(s.stops, 0) as stops,
    coalesce(s.delivered_stops, 0) as delivered_stops,
    coalesce(s.failed_stops, 0) as failed_stops,
    s.avg_minutes_late
from tms.routes r
left join stop_totals s on s.route_id = r.route_id
where {{ since('r.actual_end', 90) }}
