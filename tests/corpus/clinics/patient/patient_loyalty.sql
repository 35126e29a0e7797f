with counts as (
    select patient_id, practitioner_id, count(*) as visits
    from ehr.appointments
    where {{ trailing('seen_at', 365) }}
      and practitioner_id is not null
    group by patient_id, practitioner_id
)
select
    patient_id,
    max(visits) / sum(visits) as share_with_main_practitioner,
    count(*) as practitioners_trailing_365_days
from counts
group by patient_id
