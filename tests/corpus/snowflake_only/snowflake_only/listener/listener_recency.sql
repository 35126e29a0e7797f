select
    l.listener_id,
    datediff('day', max(p.ended_at), current_date) as days_since_last_play,
    datediff('day', max(l.signed_up_at), current_date()) as days_since_signup
from app.listeners l
left join logs.plays p
    on p.listener_id = l.listener_id
    and p.ended_at < '{{ ds }}'::timestamp_ntz
where l.signed_up_at < '{{ ds }}'::timestamp_ntz
group by l.listener_id
