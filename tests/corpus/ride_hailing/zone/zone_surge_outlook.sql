with smoothed as (
    select
        zone_id,
        hour_start,
        avg(requests) over (partition by zone_id order by hour_start rows between 3 preceding and 3 following) as smoothed_requests,
        avg(avg_surge) over (partition by zone_id order by hour_start rows between 3 preceding and 3 following) as smoothed_surge
    from mart.hourly_zone_demand
    where hour_start >= dateadd(day, -2, '{{ ts }}'::timestamp_ntz)
)
select zone_id, smoothed_requests, smoothed_surge
from smoothed
where hour_start = dateadd(hour, -1, '{{ ts }}'::timestamp_ntz)
