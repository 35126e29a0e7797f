select
    p.player_id,
{%- for n in [7, 30, 90] %}
    coalesce(sum(case when b.purchased_at >= dateadd(day, -{{ n }}, '{{ ds }}'::timestamp_ntz) then b.price_usd end), 0) as spend_usd_trailing_{{ n }}_days,
{%- endfor %}
    count(b.purchase_id) as purchases_trailing_90_days,
    sum(b.price_usd) / nullif(count(b.purchase_id), 0) as avg_purchase_usd_trailing_90_days,
    count(b.purchase_id) > 0 as is_payer
from game.players p
left join game.purchases b
    on b.player_id = p.player_id
    and {{ in_window('b.purchased_at', 90) }}
    and (b.refunded_at is null or b.refunded_at >= '{{ ds }}'::timestamp_ntz)
where p.created_at < '{{ ds }}'::timestamp_ntz
group by p.player_id
