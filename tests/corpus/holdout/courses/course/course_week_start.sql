select course_id, count(*) as enrolments_last_calendar_week
from lms.enrolments
where enrolled_at >= dateadd(week, -1, date_trunc('week', '{{ ds }}'::timestamp_ntz))
  and enrolled_at < date_trunc('week', '{{ ds }}'::timestamp_ntz)
group by course_id
