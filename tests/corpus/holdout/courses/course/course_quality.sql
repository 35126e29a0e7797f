select
    course_id,
    avg(stars) as avg_stars,
    count(*) as reviews,
    avg((stars = 1)::int) as share_one_star
from lms.reviews
where reviewed_at < '{{ ds }}'::timestamp_ntz
group by course_id
