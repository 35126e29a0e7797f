select
    a.patient_id,
    sum(i.copay_cents) / 100 as copay_usd_trailing_90_days,
    avg(i.copay_cents) / 100 as copay_per_visit_trailing_90_days
from ehr.appointments a
join ehr.insurance_periods i on i.patient_id = a.patient_id
where {{ trailing('a.seen_at', 90) }}
group by a.patient_id
