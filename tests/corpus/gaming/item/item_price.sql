with history as (
    select
        sku,
        price_usd,
        valid_from,
        lag(price_usd) over (partition by sku order by valid_from) as previous_price,
        count_if(valid_from >= dateadd('day', -90, '{{ ds }}'::timestamp_ntz)) over (partition by sku) as recent_changes
    from game.item_prices
    where valid_from < '{{ ds }}'::timestamp_ntz
)
select
    sku,
    price_usd as current_price_usd,
    price_usd / nullif(previous_price, 0) as price_change_ratio,
    recent_changes as price_changes_trailing_90_days
from history
qualify row_number() over (partition by sku order by valid_from desc) = 1
