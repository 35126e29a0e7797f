select
    meter_id,
    count_if(bitand(raw:flags::int, 4) > 0) as tamper_flags_trailing_30_days,
    max_by(raw:battery.volts::float, read_at) as battery_volts
from metering.readings
where read_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz)
  and read_at < '{{ ds }}'::timestamp_ntz
group by meter_id
