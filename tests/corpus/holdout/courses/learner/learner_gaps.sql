with gaps as (
    select
        learner_id,
        datediff(minute, lag(opened_at) over (partition by learner_id order by opened_at, view_id), opened_at) / 60 as gap_hours
    from lms.lesson_views
    where {{ last_days('opened_at', 60) }}
)
select
    learner_id,
    median(gap_hours) as median_gap_hours_trailing_60_days,
    max(gap_hours) as longest_gap_hours_trailing_60_days
from gaps
group by learner_id
