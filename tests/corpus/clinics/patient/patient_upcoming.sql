-- the schedule as it stood: booked before, not cancelled by then
select
    patient_id,
    count_if(starts_at < dateadd('day', 14, '{{ ds }}'::timestamp_ntz)) as appointments_next_14_days,
    datediff('day', '{{ ds }}'::timestamp_ntz, min(starts_at)) as days_until_next_appointment
from ehr.appointments
where booked_at < '{{ ds }}'::timestamp_ntz
  and starts_at >= '{{ ds }}'::timestamp_ntz
  and coalesce(cancelled_at, '9999-12-31') >= '{{ ds }}'::timestamp_ntz
group by patient_id
