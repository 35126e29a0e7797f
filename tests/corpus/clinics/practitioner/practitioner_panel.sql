with panel as (
    select distinct practitioner_id, patient_id
    from ehr.appointments
    where {{ trailing('seen_at', 365) }}
      and practitioner_id is not null
),
chronic as (
    select distinct patient_id
    from ehr.diagnoses
    where left(icd_code, 3) in ('E11', 'I10', 'J45')
      and coded_at < '{{ ds }}'::timestamp_ntz
)
select
    panel.practitioner_id,
    count(*) as patients_trailing_365_days,
    median(datediff('year', patients.birth_date, '{{ ds }}'::date)) as median_patient_age,
    count(chronic.patient_id) / count(*) as share_chronic_patients
from panel
join ehr.patients on patients.patient_id = panel.patient_id
left join chronic on chronic.patient_id = panel.patient_id
group by panel.practitioner_id
