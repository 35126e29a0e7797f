with e as (
    select c.course_id, c.subject, count(x.learner_id) as n
    from lms.courses c
    left join lms.enrolments x on x.course_id = c.course_id and {{ last_days('x.enrolled_at', 30) }}
    where c.published_at < '{{ ds }}'::timestamp_ntz
    group by c.course_id, c.subject
)
select
    course_id,
    rank() over (partition by subject order by n desc) as rank_in_subject,
    n / sum(n) over (partition by subject) as share_of_subject
from e
