select
    clinic_id,
    starts_at::date as visit_date,
    count(*) as appointments,
    sum(planned_minutes) as planned_minutes,
    count_if(cancelled_at is not null) as cancelled
from analytics.appointment_facts
where {{ trailing('starts_at', 7) }}
group by 1, 2
