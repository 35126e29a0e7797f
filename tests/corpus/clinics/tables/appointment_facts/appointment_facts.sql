select
    a.appointment_id,
    a.patient_id,
    a.practitioner_id,
    a.clinic_id,
    a.appointment_type,
    a.booked_at,
    a.starts_at,
    a.planned_minutes,
    {{ known('a.checked_in_at') }} as checked_in_at,
    {{ known('a.seen_at') }} as seen_at,
    {{ known('a.ended_at') }} as ended_at,
    {{ known('a.cancelled_at') }} as cancelled_at
from ehr.appointments a
where a.starts_at < '{{ ds }}'::timestamp_ntz
