with staff as (
    select clinic_id, count(*) as n from ehr.practitioners group by clinic_id
),
load as (
    select clinic_id, count(*) as n from ehr.appointments group by clinic_id
)
select
    s.clinic_id,
    s.n as practitioners,
    coalesce(l.n, 0) / s.n as appointments_per_practitioner
from staff s
left join load l on l.clinic_id = s.clinic_id
