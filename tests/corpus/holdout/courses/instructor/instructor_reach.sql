select
    c.instructor_id,
    count(distinct c.course_id) as courses,
    count(distinct e.learner_id) as learners,
    count(distinct e.learner_id) / count(distinct c.course_id) as learners_per_course
from lms.courses c
left join lms.enrolments e on e.course_id = c.course_id and e.enrolled_at < '{{ ds }}'::timestamp_ntz
where c.published_at < '{{ ds }}'::timestamp_ntz
group by c.instructor_id
