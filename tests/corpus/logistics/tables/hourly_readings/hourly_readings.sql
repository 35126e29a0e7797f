select
    device_id,
    metric,
    date_trunc('hour', read_at) as read_hour,
    count(*) as readings,
    avg(value) as avg_value,
    min(value) as min_value,
    max(value) as max_value
from iot.readings
where read_at >= dateadd('hour', -24, '{{ ts }}'::timestamp_ntz)
  and read_at < '{{ ts }}'::timestamp_ntz
  and quality >= 2
group by device_id, metric, date_trunc('hour', read_at)
