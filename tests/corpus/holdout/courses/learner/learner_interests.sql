with per_subject as (
    select v.learner_id, c.subject, count(*) as n
    from lms.lesson_views v
    join lms.courses c on c.course_id = v.course_id
    where {{ last_days('v.opened_at', 180) }}
    group by v.learner_id, c.subject
),
shares as (
    select learner_id, subject, n / sum(n) over (partition by learner_id) as share
    from per_subject
)
select
    learner_id,
    count(*) as subjects_trailing_180_days,
    max(share) as main_subject_share,
    -sum(share * ln(share)) as subject_entropy
from shares
group by learner_id
