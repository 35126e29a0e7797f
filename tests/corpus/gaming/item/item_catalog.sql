select
    sku,
    case lower(rarity) when 'common' then 1 when 'rare' then 2 when 'epic' then 3 when 'legendary' then 4 when 'mythic' then 5 end as rarity_rank,
    startswith(category, 'weapon_') as is_weapon_skin,
    list_price_usd,
    datediff('day', released_on, '{{ ds }}'::date) as item_age_days
from game.items
