with ranked as (
    select
        player_id,
        price_usd,
        purchased_at,
        row_number() over (partition by player_id order by purchased_at, purchase_id) as rn,
        count(*) over (partition by player_id) as purchases
    from game.purchases
    where purchased_at < '{{ ds }}'
)
select
    r.player_id,
    datediff('day', p.created_at, r.purchased_at) as days_to_first_purchase,
    r.price_usd as first_purchase_usd,
    r.purchases as purchases_lifetime
from ranked r
join game.players p on p.player_id = r.player_id and p.created_at < '{{ ds }}'
where r.rn = 1
