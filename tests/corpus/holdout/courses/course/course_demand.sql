select
    course_id,
    count_if(enrolled_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz)) as enrolments_trailing_7_days,
    count(*) as enrolments_trailing_30_days,
    count_if(enrolled_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz)) * 30.0 / 7 / count(*) as growth_week_over_month
from lms.enrolments
where {{ last_days('enrolled_at', 30) }}
group by course_id
