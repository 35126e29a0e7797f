select
    b.player_id,
    sum(iff(i.category = 'cosmetic', b.price_usd, 0)) / sum(b.price_usd) as cosmetic_share_trailing_90_days,
    count_if(i.rarity = 'legendary') as legendary_items_trailing_90_days,
    avg(iff(b.price_usd < i.list_price_usd, 1, 0)) as discount_share_trailing_90_days
from game.purchases b
join game.items i on i.sku = b.sku
where b.purchased_at >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)
  and b.purchased_at < '{{ ds }}'::timestamp_ntz
group by b.player_id
