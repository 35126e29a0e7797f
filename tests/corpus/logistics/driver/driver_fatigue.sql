with routes as (
    select
        driver_id,
        route_id,
        actual_start,
        actual_end,
        datediff('minute', actual_start, actual_end) / 60 as hours
    from analytics.driver_route_facts
    where actual_end < '{{ ds }}'::timestamp_ntz
)
select
    driver_id,
    actual_end,
    hours as route_hours,
    sum(hours) over (
        partition by driver_id order by actual_end, route_id rows between 6 preceding and current row
    ) as hours_trailing_7_routes,
    datediff('minute', lag(actual_end) over (partition by driver_id order by actual_end, route_id), actual_start) / 60 as rest_hours_before
from routes
qualify row_number() over (partition by driver_id, actual_end order by route_id) = 1
