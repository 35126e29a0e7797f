with history as (
    select
        appointment_id,
        patient_id,
        starts_at,
        checked_in_at,
        count(checked_in_at) over (partition by patient_id order by starts_at, appointment_id rows between unbounded preceding and 1 preceding) as visits_before,
        count(*) over (partition by patient_id order by starts_at, appointment_id rows between unbounded preceding and 1 preceding) as all_before,
        lag(starts_at) over (partition by patient_id order by starts_at, appointment_id) as before_at
    from analytics.appointment_facts
)
select
    appointment_id,
    visits_before,
    all_before - visits_before as no_shows_before,
    datediff('day', before_at, starts_at) as days_since_visit_before
from history
where starts_at >= dateadd('day', -1, '{{ ds }}'::timestamp_ntz)
