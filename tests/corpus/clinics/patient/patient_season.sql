select
    patient_id,
    avg(case when month(seen_at) in (12, 1, 2) then 1.0 else 0.0 end) as winter_share_of_visits,
    avg(case when dayofweekiso(seen_at) >= 6 then 1.0 else 0.0 end) as weekend_share_of_visits
from ehr.appointments
where to_date(seen_at) < '{{ ds }}'
group by patient_id
