with seen as (
    select patient_id, appointment_id, seen_at, datediff('minute', seen_at, ended_at) as minutes
    from ehr.appointments
    where ended_at < '{{ ds }}'::timestamp_ntz
      and seen_at is not null
)
select
    patient_id,
    datediff('day', seen_at, '{{ ds }}'::timestamp_ntz) as days_since_last_visit,
    minutes as last_visit_minutes
from seen
qualify row_number() over (partition by patient_id order by seen_at desc) = 1
