with days as (
    select clinic_id, room_date, rooms_open, rooms_total
    from ehr.clinic_rooms
    where room_date >= dateadd('day', -28, '{{ ds }}'::date)
      and room_date < '{{ ds }}'::date
),
visits as (
    select clinic_id, starts_at::date as visit_date, count(*) as n
    from ehr.appointments
    where {{ trailing('starts_at', 28) }}
    group by 1, 2
)
select
    d.clinic_id,
    avg(v.n / d.rooms_open) as appointments_per_room_day_trailing_28_days,
    sum(d.rooms_open) / sum(d.rooms_total) as rooms_open_share_trailing_28_days
from days d
left join visits v on v.clinic_id = d.clinic_id and v.visit_date = d.room_date
group by d.clinic_id
