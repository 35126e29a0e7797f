with hours as (
    select
        zone_id,
        hour_start,
        requests,
        avg(avg_surge) over (
            partition by zone_id order by hour_start
            rows between 2 preceding and current row
        ) as surge_moving_average,
        lag(hour_start) over (partition by zone_id order by hour_start desc) is null as is_last
    from mart.hourly_zone_demand
    where hour_start >= dateadd('day', -29, '{{ ts }}'::timestamp_ntz)
        and hour_start < '{{ ts }}'::timestamp_ntz
),
usual as (
    select zone_id, sum(requests) / 4 as avg_requests
    from hours
    where hour_start in (
        dateadd('hour', -1 - 24 * 7, '{{ ts }}'::timestamp_ntz),
        dateadd('hour', -1 - 24 * 14, '{{ ts }}'::timestamp_ntz),
        dateadd('hour', -1 - 24 * 21, '{{ ts }}'::timestamp_ntz),
        dateadd('hour', -1 - 24 * 28, '{{ ts }}'::timestamp_ntz)
    )
    group by zone_id
)
select
    h.zone_id,
    iff(h.hour_start = dateadd('hour', -1, '{{ ts }}'::timestamp_ntz), h.requests, 0) as requests_last_hour,
    coalesce(u.avg_requests, 0) as avg_requests_same_hour_trailing_28_days,
    div0(requests_last_hour, coalesce(u.avg_requests, 0)) as demand_index,
    h.surge_moving_average
from hours h
left join usual u on u.zone_id = h.zone_id
where h.is_last
