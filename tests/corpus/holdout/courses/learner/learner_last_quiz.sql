select
    learner_id,
    div0(points, max_points) as last_quiz_score,
    datediff(day, submitted_at, '{{ ds }}'::timestamp_ntz) as days_since_last_quiz
from lms.quiz_attempts
where submitted_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by learner_id order by submitted_at desc, attempt_id desc) = 1
