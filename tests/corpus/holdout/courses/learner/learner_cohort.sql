with study as (
    select l.learner_id, date_trunc('month', l.joined_at) as cohort, coalesce(sum(d.seconds), 0) as seconds
    from lms.learners l
    left join analytics.learner_days d
        on d.learner_id = l.learner_id
       and d.study_date >= dateadd(day, -28, '{{ ds }}'::date)
       and d.study_date < '{{ ds }}'::date
    where l.joined_at < '{{ ds }}'::timestamp_ntz
    group by 1, 2
)
select
    learner_id,
    seconds / nullif(avg(seconds) over (partition by cohort), 0) as study_over_cohort
from study
