select
    learner_id,
    plan <> 'free' as is_paying,
    monthly_cents / 100 as monthly_usd,
    datediff(month, started_on, '{{ ds }}'::date) as months_on_plan
from growth.plan_periods
where started_on < '{{ ds }}'::date
  and coalesce(ended_on, '9999-12-31'::date) >= '{{ ds }}'::date
qualify row_number() over (partition by learner_id order by started_on desc) = 1
