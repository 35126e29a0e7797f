with written as (
    select prescription_id, patient_id
    from rx.prescriptions
    where prescribed_at >= dateadd(day, -180, '{{ ds }}'::date)
      and prescribed_at < '{{ ds }}'::date
),
filled as (
    select distinct prescription_id
    from rx.fills
    where filled_at < '{{ ds }}'::date
)
select
    w.patient_id,
    count(*) as prescriptions_trailing_180_days,
    count(f.prescription_id) / count(*) as filled_share_trailing_180_days
from written w
left join filled f on f.prescription_id = w.prescription_id
group by w.patient_id
