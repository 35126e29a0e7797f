with last_change as (
    select player_id, currency, balance_after
    from game.economy_events
    where event_time < '{{ ds }}'::timestamp_ntz
    qualify row_number() over (partition by player_id, currency order by event_time desc, event_id desc) = 1
)
select
    player_id,
    max(case currency when 'gold' then balance_after end) as gold_balance,
    max(case currency when 'gems' then balance_after end) as gem_balance
from last_change
group by player_id
