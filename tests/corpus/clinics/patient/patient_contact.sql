select
    p.patient_id,
    p.email is not null as has_email,
    left(p.postcode, 2) = '10' as is_local
from ehr.patients p
where p.registered_at < '{{ ds }}'::timestamp_ntz
