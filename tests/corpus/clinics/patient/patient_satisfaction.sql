with visits as (
    select appointment_id, patient_id
    from ehr.appointments
    where {{ trailing('ended_at', 365) }}
)
select
    v.patient_id,
    avg(s.score) as avg_score_trailing_365_days,
    count(s.score) as answers_trailing_365_days,
    div0(count(s.score), count(*)) as answer_rate_trailing_365_days
from visits v
left join surveys.answers s
    on s.appointment_id = v.appointment_id
   and s.answered_at < '{{ ds }}'::timestamp_ntz
group by v.patient_id
