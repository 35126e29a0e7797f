with w as (
    select learner_id,
        sum(iff(opened_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz), seconds, 0)) as week_seconds,
        sum(seconds) as month_seconds
    from lms.lesson_views
    where {{ last_days('opened_at', 28) }}
    group by learner_id
)
select learner_id, week_seconds / month_seconds as week_share_of_month
from w
