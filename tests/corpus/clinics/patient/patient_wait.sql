with waits as (
    select patient_id, datediff('second', checked_in_at, seen_at)::number(38,0) / 60 as wait_minutes
    from ehr.appointments
    where seen_at >= dateadd('day', -365, '{{ ds }}'::timestamp_ntz)
      and seen_at < '{{ ds }}'::timestamp_ntz
      and checked_in_at is not null
)
select
    patient_id,
    avg(wait_minutes::int) as avg_wait_minutes_trailing_365_days,
    avg(iff(wait_minutes > 30, 1, 0)) as share_waits_over_30_minutes_trailing_365_days
from waits
group by patient_id
