select
    learner_id,
    datediff(day, max(opened_at), current_timestamp()) as days_since_visit,
    max(opened_at) >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz) as is_active
from lms.lesson_views
where opened_at < '{{ ds }}'::timestamp_ntz
group by learner_id
