select
    meter_id,
    approx_percentile(timestampdiff(minute, read_at, received_at), 0.5) as median_delay_minutes_trailing_1_day,
    count_if(timestampdiff(minute, read_at, received_at) >= 60) as late_readings_trailing_1_day,
    timestampdiff(minute, max(read_at), current_timestamp()::timestamp_ntz) as stale_minutes
from metering.readings
where received_at >= dateadd(day, -1, '{{ ds }}'::timestamp_ntz)
  and received_at < '{{ ds }}'::timestamp_ntz
group by meter_id
