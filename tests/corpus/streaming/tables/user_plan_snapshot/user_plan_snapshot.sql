select
    '{{ ds }}'::date as snapshot_date,
    h.user_id,
    h.plan_tier,
    h.household_size,
    h.language,
    h.is_kids_profile
from app.profile_history h
where {{ held('h') }}
qualify row_number() over (partition by h.user_id order by h.valid_from desc, h.plan_tier) = 1
