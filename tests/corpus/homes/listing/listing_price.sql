with prices as (
    select
        listing_id,
        asking_price,
        valid_from,
        row_number() over (partition by listing_id order by valid_from desc) as newest,
        first_value(asking_price) over (partition by listing_id order by valid_from) as first_price,
        count(*) over (partition by listing_id) as versions
    from market.price_history
    where valid_from < '{{ ds }}'::timestamp_ntz
)
select
    listing_id,
    asking_price,
    versions - 1 as price_changes,
    1 - asking_price / first_price as discount_from_first_price,
    datediff('day', valid_from, '{{ ds }}'::timestamp_ntz) as days_since_price_change
from prices
where newest = 1
