with hourly as (
    select meter_id, time_slice(read_at, 1, 'hour') as hour_start, sum(kwh) as kwh
    from metering.readings
    where read_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)
      and read_at < '{{ ds }}'::timestamp_ntz
    group by 1, 2
)
select
    meter_id,
    skew(kwh) as load_skew_trailing_30_days,
    kurtosis(kwh) as load_kurtosis_trailing_30_days,
    max(kwh) as peak_hour_kwh_trailing_30_days
from hourly
group by meter_id
