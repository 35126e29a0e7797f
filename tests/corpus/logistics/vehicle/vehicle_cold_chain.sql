select
    d.vehicle_id,
    max(h.avg_value) as max_cargo_temperature_trailing_1_day,
    count(distinct iff(h.max_value > 8, h.read_hour, null)) as hours_above_8_degrees_trailing_1_day,
    count(distinct h.device_id) as sensors_reporting
from analytics.hourly_readings as h
join iot.devices as d
    on d.device_id = h.device_id
    and d.installed_at <= h.read_hour
    and (d.retired_at is null or d.retired_at > h.read_hour)
where h.metric = 'temperature'
    and h.read_hour >= dateadd('hour', -24, '{{ ds }}'::timestamp_ntz)
    and h.read_hour < '{{ ds }}'::timestamp_ntz
    and d.vehicle_id is not null
group by d.vehicle_id
