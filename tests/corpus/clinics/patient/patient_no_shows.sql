select
    patient_id,
    count(*) as appointments_trailing_365_days,
    sum(iff(checked_in_at is null or checked_in_at >= '{{ ds }}', 1, 0)) / count(*) as no_show_rate_trailing_365_days
from ehr.appointments
where starts_at >= '{{ macros.ds_add(ds, -365) }}'
  and starts_at < '{{ ds }}'
  and (cancelled_at is null or cancelled_at >= '{{ ds }}')
group by patient_id
