select
    pickup_zone_id as zone_id,
    date_trunc('hour', requested_at) as hour_start,
    count(*) as requests,
    avg(surge_multiplier) as avg_surge
from core.trips
where requested_at >= '{{ data_interval_start }}'::timestamp_ntz
    and requested_at < '{{ data_interval_end }}'::timestamp_ntz
    and pickup_zone_id is not null
group by 1, 2
