select
    event_time::date as event_date,
    player_id,
    currency,
    sum(greatest(delta, 0)) as earned,
    sum(greatest(-delta, 0)) as spent,
    count(*) as events
from game.economy_events
where {{ in_window('event_time', 30) }}
group by event_time::date, player_id, currency
