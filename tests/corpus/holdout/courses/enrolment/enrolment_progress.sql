with opened as (
    select learner_id, course_id, count(distinct lesson_no) as n
    from lms.lesson_views
    where opened_at < '{{ ds }}'::timestamp_ntz
    group by learner_id, course_id
)
select
    e.learner_id,
    e.course_id,
    coalesce(o.n, 0) as lessons_opened,
    coalesce(o.n, 0) / c.lessons as progress,
    datediff(day, e.enrolled_at, '{{ ds }}'::timestamp_ntz) as days_since_enrolment,
    coalesce(o.n, 0) / datediff(day, e.enrolled_at, '{{ ds }}'::timestamp_ntz) as pace
from lms.enrolments e
join lms.courses c on c.course_id = e.course_id
left join opened o on o.learner_id = e.learner_id and o.course_id = e.course_id
where e.enrolled_at < '{{ ds }}'::timestamp_ntz
