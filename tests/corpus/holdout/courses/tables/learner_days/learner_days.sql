select
    learner_id,
    course_id,
    opened_at::date as study_date,
    count(*) as lessons_opened,
    sum(seconds) as seconds
from lms.lesson_views
where {{ last_days('opened_at', 3) }}
group by 1, 2, 3
