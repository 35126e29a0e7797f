select
    l.listing_id,
    datediff('day', l.listed_at, '{{ ds }}'::timestamp_ntz) as days_on_market,
    l.listed_at >= dateadd('day', -7, '{{ ds }}'::timestamp_ntz) as is_new,
    l.listed_at < dateadd('day', -120, '{{ ds }}'::timestamp_ntz) as is_stale
from market.listings l
where {{ on_market('l') }}
