select
    p.listener_id,
    avg(iff(hour(convert_timezone('UTC', l.timezone, p.started_at)) in (23, 0, 1, 2, 3, 4), 1.0, 0.0)) as night_share_trailing_28_days,
    avg(iff(dayofweekiso(convert_timezone('UTC', l.timezone, p.started_at)) >= 6, 1.0, 0.0)) as weekend_share_trailing_28_days
from logs.plays p
join app.listeners l
    on l.listener_id = p.listener_id
    and l.signed_up_at < '{{ ds }}'::timestamp_ntz
where p.ended_at >= dateadd('day', -28, '{{ ds }}'::timestamp_ntz)
  and p.ended_at < '{{ ds }}'::timestamp_ntz
group by p.listener_id
