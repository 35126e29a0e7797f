select
    learner_id,
    course_id,
    count(distinct quiz_no) as quizzes_tried,
    max(points / max_points) as best_score,
    max_by(points / max_points, attempt_id) as last_score
from lms.quiz_attempts
where submitted_at < '{{ ds }}'::timestamp_ntz
group by learner_id, course_id
