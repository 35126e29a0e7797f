with d as (
    select learner_id, device, count(*) as n
    from lms.lesson_views
    where {{ last_days('opened_at', 28) }} and device is not null
    group by learner_id, device
)
select
    learner_id,
    first_value(device) over (partition by learner_id order by n desc) = 'mobile' as is_mobile_first,
    count(*) over (partition by learner_id) as devices_trailing_28_days
from d
qualify row_number() over (partition by learner_id order by n desc) = 1
