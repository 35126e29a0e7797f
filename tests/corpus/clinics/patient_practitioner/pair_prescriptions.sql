select
    patient_id,
    practitioner_id,
    drug_code,
    count(*) as prescriptions_trailing_365_days,
    count(distinct drug_code) as drugs_trailing_365_days
from rx.prescriptions
where {{ trailing('prescribed_at', 365) }}
group by patient_id, practitioner_id, drug_code
