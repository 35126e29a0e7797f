with minutes as (
    select distinct driver_id, zone_id, date_trunc('minute', ping_at) as minute
    from telemetry.driver_pings
    where is_available
        and zone_id is not null
        and ping_at >= dateadd(day, -14, '{{ ds }}'::timestamp_ntz)
        and ping_at < '{{ ds }}'::timestamp_ntz
),
zones as (
    select driver_id, zone_id, count(*) as n
    from minutes
    group by driver_id, zone_id
),
shares as (
    select
        driver_id,
        zone_id,
        n,
        n / sum(n) over (partition by driver_id) as share,
        count(*) over (partition by driver_id) as zones_visited
    from zones
    qualify row_number() over (partition by driver_id order by n desc, zone_id) = 1
)
select
    s.driver_id,
    s.share as home_zone_share_trailing_14_days,
    s.zones_visited as zones_visited_trailing_14_days,
    z.area_km2 as home_zone_area_km2
from shares s
left join core.zones z on z.zone_id = s.zone_id and z.created_at < '{{ ds }}'::timestamp_ntz
