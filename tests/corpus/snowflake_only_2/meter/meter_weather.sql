with weather_hours as (
    select hour, avg(temperature) as temperature
    from weather.hourly
    where hour >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and hour < '{{ ds }}'::timestamp_ntz
    group by hour
),
use_hours as (
    select meter_id, date_trunc(hour, read_at) as hour, sum(kwh) as kwh
    from metering.readings
    where read_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and read_at < '{{ ds }}'::timestamp_ntz
    group by 1, 2
)
select
    u.meter_id,
    regr_slope(u.kwh, w.temperature) as kwh_per_degree_trailing_30_days,
    corr(u.kwh, w.temperature) as weather_correlation_trailing_30_days
from use_hours u
join weather_hours w on w.hour = u.hour
group by u.meter_id
