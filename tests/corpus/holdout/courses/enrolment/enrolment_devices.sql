select
    learner_id,
    course_id,
    sum(seconds) as seconds_trailing_14_days,
    count(*) as opened_trailing_14_days
from lms.lesson_views
where {{ last_days('opened_at', 14) }}
group by learner_id, course_id, device
