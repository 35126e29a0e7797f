select
    practitioner_id,
    avg(datediff('minute', starts_at, seen_at)) as avg_delay_minutes_trailing_28_days,
    percentile_cont(0.9) within group (order by datediff('minute', starts_at, seen_at)) as p90_delay_minutes_trailing_28_days,
    count_if(datediff('minute', seen_at, ended_at) > planned_minutes) as overruns_trailing_28_days
from ehr.appointments
where ended_at >= dateadd('day', -28, '{{ ds }}'::timestamp_ntz)
  and ended_at < '{{ ds }}'::timestamp_ntz
group by practitioner_id
