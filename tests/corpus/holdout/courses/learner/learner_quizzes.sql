select
    learner_id,
    avg(points / max_points) as avg_score_trailing_90_days,
    count(*) / count(distinct course_id, quiz_no) as attempts_per_quiz_trailing_90_days,
    avg(iff(100 * points >= {{ var('pass_grade') }} * max_points, 1, 0)) as pass_rate_trailing_90_days
from lms.quiz_attempts
where {{ last_days('submitted_at', 90) }}
group by learner_id
