select
    clinic_id,
    sum(appointments) as appointments_trailing_7_days,
    sum(cancelled) / sum(appointments) as cancel_rate_trailing_7_days,
    max(appointments) as peak_day_appointments_trailing_7_days
from analytics.daily_clinic_load
where visit_date >= dateadd('day', -7, '{{ ds }}'::date)
  and visit_date < '{{ ds }}'::date
group by clinic_id
