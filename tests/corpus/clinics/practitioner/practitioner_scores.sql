with scores as (
    select practitioner_id, avg(score) as mean, count(*) as n
    from surveys.answers
    where {{ trailing('answered_at', 90) }}
      and practitioner_id is not null
    group by practitioner_id
),
overall as (
    select avg(score) as mean
    from surveys.answers
    where {{ trailing('answered_at', 90) }}
)
select
    s.practitioner_id,
    s.mean as avg_score_trailing_90_days,
    s.n as answers_trailing_90_days,
    (s.mean * s.n + o.mean * 10) / (s.n + 10) as score_shrunk_to_mean
from scores s
cross join overall o
