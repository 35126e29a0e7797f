select
    learner_id,
    sum(iff(study_date >= dateadd(day, -7, '{{ ds }}'::date), seconds, 0)) / 60 as study_minutes_trailing_7_days,
    sum(seconds) / 60 as study_minutes_trailing_28_days,
    count(distinct study_date) as active_days_trailing_28_days,
    sum(seconds) / 60 / count(distinct study_date) as minutes_per_active_day_trailing_28_days
from analytics.learner_days
where study_date >= dateadd(day, -28, '{{ ds }}'::date)
  and study_date < '{{ ds }}'::date
group by learner_id
