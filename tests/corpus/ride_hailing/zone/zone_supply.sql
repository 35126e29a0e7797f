select
    p.zone_id,
    count(distinct p.driver_id) as drivers_last_15_minutes,
    count(distinct case when p.is_available then p.driver_id end) as available_drivers_last_15_minutes,
    count(distinct p.driver_id) / nullif(max(z.area_km2), 0) as drivers_per_km2
from telemetry.driver_pings p
join core.zones z
    on z.zone_id = p.zone_id
    and z.created_at < '{{ data_interval_end }}'::timestamp_ntz
where p.ping_at >= dateadd(minute, -15, '{{ data_interval_end }}'::timestamp_ntz)
  and p.ping_at < '{{ data_interval_end }}'::timestamp_ntz
group by p.zone_id
