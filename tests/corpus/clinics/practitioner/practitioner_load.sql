with booked as (
    select practitioner_id, sum(planned_minutes) as minutes
    from analytics.appointment_facts
    where {{ trailing('starts_at', 7) }}
      and cancelled_at is null
    group by practitioner_id
),
shifts as (
    select practitioner_id, sum(datediff('minute', shift_starts_at, shift_ends_at)) as minutes
    from ehr.shifts
    where {{ trailing('shift_starts_at', 7) }}
    group by practitioner_id
)
select
    s.practitioner_id,
    coalesce(b.minutes, 0) as booked_minutes_trailing_7_days,
    s.minutes as shift_minutes_trailing_7_days,
    coalesce(b.minutes, 0) / nullif(s.minutes, 0) as utilisation_trailing_7_days
from shifts s
left join booked b on b.practitioner_id = s.practitioner_id
