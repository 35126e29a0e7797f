select
    u.user_id,
    coalesce(h.plan_tier = 'premium', false) as is_premium,
    h.household_size,
    h.is_kids_profile,
    datediff('day', h.valid_from, '{{ ds }}'::timestamp_ntz) as days_on_current_plan
from app.users as u
left join app.profile_history as h
    on h.user_id = u.user_id
    and {{ held('h') }}
where u.signup_at < '{{ ds }}'::timestamp_ntz
  and (u.deleted_at is null or u.deleted_at >= '{{ ds }}'::timestamp_ntz)
qualify row_number() over (partition by u.user_id order by h.valid_from desc nulls last, h.plan_tier) = 1
