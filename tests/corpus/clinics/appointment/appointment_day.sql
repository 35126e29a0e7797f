select
    appointment_id,
    count(*) over (partition by practitioner_id, starts_at::date) as same_day_appointments,
    row_number() over (partition by practitioner_id, starts_at::date order by starts_at, appointment_id) as position_in_day
from ehr.appointments
where booked_at < '{{ ds }}'::timestamp_ntz
  and starts_at >= '{{ ds }}'::timestamp_ntz
  and starts_at < dateadd('day', 7, '{{ ds }}'::timestamp_ntz)
