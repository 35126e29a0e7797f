with r as (
    select x.device_id, d.vehicle_id, x.value, x.read_at
    from iot.readings x
    join iot.devices d on d.device_id = x.device_id
        and d.installed_at < '{{ ds }}'::timestamp_ntz
        and (d.retired_at is null or d.retired_at >= '{{ ds }}'::timestamp_ntz)
    where x.metric = 'speed'
      and x.read_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
      and x.read_at < '{{ ds }}'::timestamp_ntz
),
g as (
    select vehicle_id, ping_at, avg(speed_kmh) as speed_kmh
    from iot.gps_pings
    where ping_at >= dateadd('day', -8, '{{ ds }}'::timestamp_ntz)
      and ping_at < '{{ ds }}'::timestamp_ntz
    group by vehicle_id, ping_at
)
select
    r.device_id,
    max(abs(r.value - g.speed_kmh)) as max_drift_trailing_7_days
from r
asof join g
    match_condition (r.read_at >= g.ping_at)
    on r.vehicle_id = g.vehicle_id
group by r.device_id
