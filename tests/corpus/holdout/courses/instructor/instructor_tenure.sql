select
    i.instructor_id,
    datediff(day, i.joined_at, '{{ ds }}'::timestamp_ntz) / 365.25 as years_teaching,
    count(c.course_id) / (datediff(day, i.joined_at, '{{ ds }}'::timestamp_ntz) / 365.25) as courses_per_year
from lms.instructors i
left join lms.courses c on c.instructor_id = i.instructor_id and c.published_at < '{{ ds }}'::timestamp_ntz
where i.joined_at < '{{ ds }}'::timestamp_ntz
group by i.instructor_id, i.joined_at
