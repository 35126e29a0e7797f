with days as (
    select distinct learner_id, study_date
    from analytics.learner_days
    where study_date < '{{ ds }}'::date
      and study_date >= dateadd(day, -365, '{{ ds }}'::date)
),
runs as (
    select
        learner_id,
        study_date,
        dateadd(day, row_number() over (partition by learner_id order by study_date desc), study_date) as run_end
    from days
)
select
    learner_id,
    count(*) as streak_days
from runs
where run_end = '{{ ds }}'::date
group by learner_id
