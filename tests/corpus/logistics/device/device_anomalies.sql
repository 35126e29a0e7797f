with week as (
    select
        device_id,
        metric,
        read_hour,
        avg_value,
        avg(avg_value) over (partition by device_id, metric) as mean_value,
        stddev(avg_value) over (partition by device_id, metric) as deviation
    from analytics.hourly_readings
    where read_hour >= dateadd('day', -7, '{{ ts }}'::timestamp_ntz)
      and read_hour < '{{ ts }}'::timestamp_ntz
)
select
    device_id,
    count_if(
        read_hour >= dateadd('hour', -24, '{{ ts }}'::timestamp_ntz)
        and abs(avg_value - mean_value) > 3 * nullif(deviation, 0)
    ) as anomalous_hours_trailing_24_hours,
    24 - count(distinct iff(read_hour >= dateadd('hour', -24, '{{ ts }}'::timestamp_ntz), read_hour, null)) as missing_hours_trailing_24_hours
from week
group by device_id
