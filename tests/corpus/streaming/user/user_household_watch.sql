select
    p.user_id,
    sum(p.seconds_watched) / 60 / nullif(max(h.household_size), 0) as watch_minutes_per_member_trailing_30_days
from events.plays p
join app.profile_history h on h.user_id = p.user_id
where {{ last_days('p.ended_at', 30) }}
group by p.user_id
