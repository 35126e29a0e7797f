with attempts as (
    select
        course_id,
        points / max_points as share,
        row_number() over (partition by learner_id, course_id, quiz_no order by submitted_at, attempt_id) as attempt_no
    from lms.quiz_attempts
    where submitted_at between dateadd(day, -180, '{{ ds }}'::date) and '{{ ds }}'::date
)
select
    course_id,
    avg(share) as avg_points_share_trailing_180_days,
    count_if(attempt_no > 1) / count_if(attempt_no = 1) as retry_rate_trailing_180_days
from attempts
group by course_id
