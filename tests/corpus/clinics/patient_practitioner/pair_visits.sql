select
    patient_id,
    practitioner_id,
    count(*) as visits_trailing_365_days,
    datediff('day', max(seen_at), '{{ ds }}'::timestamp_ntz) as days_since_last_visit,
    avg(datediff('minute', seen_at, ended_at)) as avg_minutes_trailing_365_days
from ehr.appointments
where {{ trailing('ended_at', 365) }}
  and practitioner_id is not null
group by all
