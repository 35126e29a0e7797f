with per_course as (
    select c.instructor_id, r.course_id, avg(r.stars) as stars, count(*) as n
    from lms.reviews r
    join lms.courses c on c.course_id = r.course_id
    where {{ last_days('r.reviewed_at', 365) }}
    group by c.instructor_id, r.course_id
)
select
    instructor_id,
    sum(stars * n) / sum(n) as avg_stars_trailing_365_days,
    min(stars) as worst_course_stars_trailing_365_days
from per_course
group by instructor_id
