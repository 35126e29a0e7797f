with recent as (
    select *
    from ops.zone_weather
    where observed_at >= dateadd('hour', -48, '{{ ts }}'::timestamp_ntz)
      and observed_at < '{{ ts }}'::timestamp_ntz
),
enriched as (
    select
        zone_id,
        observed_at,
        temperature_c,
        precipitation_mm > 0 as is_raining,
        sum(precipitation_mm) over (partition by zone_id order by observed_at rows between 2 preceding and current row) as precipitation_3h,
        temperature_c - lag(temperature_c, 24) over (partition by zone_id order by observed_at) as temperature_change
    from recent
)
select
    zone_id,
    temperature_c,
    precipitation_3h as precipitation_mm_last_3_hours,
    is_raining,
    temperature_change as temperature_change_24_hours
from enriched
qualify observed_at = max(observed_at) over (partition by zone_id)
