select
    vehicle_id,
    count_if(speed_kmh - lead_speed >= 30) as harsh_brakes_trailing_7_days,
    count_if(speed_kmh > 90) / count(*) as speeding_share_trailing_7_days
from (
    select vehicle_id, speed_kmh, ping_at,
           lead(speed_kmh) over (partition by vehicle_id order by ping_at, ping_id) as lead_speed
    from iot.gps_pings
    where to_date(ping_at) >= dateadd('day', -7, '{{ ds }}'::date)
      and to_date(ping_at) < '{{ ds }}'::date
)
group by vehicle_id
