with progress as (
    select course_id, learner_id, max(lesson_no) as reached
    from lms.lesson_views
    where opened_at < '{{ ds }}'::timestamp_ntz
    group by course_id, learner_id
)
select
    p.course_id,
    median(p.reached) as median_last_lesson,
    avg(iff(p.reached / c.lessons > 0.5, 1, 0)) as share_past_half
from progress p
join lms.courses c using (course_id)
group by p.course_id
