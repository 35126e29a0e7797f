select
    u.country_code,
    count(distinct s.user_id) as paying_users,
    avg(s.monthly_price) as avg_monthly_price,
    sum(iff(s.plan ilike '%annual%', 1, 0)) / count(*) as annual_plan_share
from app.subscriptions s
join app.users u
    on u.user_id = s.user_id
    and u.signup_at < '{{ ds }}'::timestamp_ntz
where s.started_at < '{{ ds }}'::timestamp_ntz
  and nvl(s.ended_at, '2999-12-31'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz
  and (s.trial_end_at is null or s.trial_end_at < '{{ ds }}'::timestamp_ntz)
  and u.country_code is not null
group by u.country_code
