select
    patient_id,
    count_if(seen_at >= dateadd('day', -30, '{{ ds }}'::timestamp_ntz)) as visits_trailing_30_days,
    count(*) as visits_trailing_365_days,
    count(distinct clinic_id) as clinics_visited_trailing_365_days
from ehr.appointments
where {{ trailing('seen_at', 365) }}
group by patient_id
