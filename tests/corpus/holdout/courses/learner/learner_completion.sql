select
    learner_id,
    count(*) as enrolments,
    count_if(completed_at < '{{ ds }}'::timestamp_ntz) as completed,
    count_if(completed_at < '{{ ds }}'::timestamp_ntz) / count(*) as completion_rate,
    avg(iff(completed_at < '{{ ds }}'::timestamp_ntz, datediff(day, enrolled_at, completed_at), null)) as avg_days_to_complete
from lms.enrolments
where enrolled_at < '{{ ds }}'::timestamp_ntz
group by learner_id
