select
    e.course_id,
    sum(e.paid_cents) / 100 as revenue_usd_trailing_90_days,
    sum(e.paid_cents) / 100 / max(c.lessons) as revenue_per_lesson_trailing_90_days,
    sum(p.price_cents) / 100 as list_value_usd_trailing_90_days
from lms.enrolments e
join lms.courses c on c.course_id = e.course_id
join lms.course_prices p on p.course_id = e.course_id
where {{ last_days('e.enrolled_at', 90) }}
group by e.course_id
