select course_id, avg(stars) as first_reviews_stars
from (
    select course_id, stars
    from lms.reviews
    where reviewed_at < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by course_id order by reviewed_at, learner_id) <= 10
)
group by course_id
