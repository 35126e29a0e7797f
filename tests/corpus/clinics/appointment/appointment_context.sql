select
    appointment_id,
    datediff('day', booked_at, starts_at) as lead_days,
    dayofweekiso(starts_at) = 1 as is_monday,
    hour(starts_at) < 9 as is_early,
    planned_minutes
from ehr.appointments
where booked_at < '{{ ds }}'::timestamp_ntz
  and booked_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
