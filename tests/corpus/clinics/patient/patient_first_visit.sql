select
    patient_id,
    channel = 'referral' as came_by_referral,
    appointment_type = 'urgent' as first_visit_was_urgent
from ehr.appointments
where booked_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by patient_id order by booked_at, appointment_id) = 1
