select
    l.listing_id,
    l.agent_id,
    l.city,
    l.district,
    l.kind,
    l.area_sqm,
    l.rooms,
    l.listed_at,
    p.asking_price
from market.listings l
join market.price_history p
    on p.listing_id = l.listing_id
   and p.valid_from < '{{ ds }}'::timestamp_ntz
   and coalesce(p.valid_to, '9999-12-31'::timestamp_ntz) >= '{{ ds }}'::timestamp_ntz
where {{ on_market('l') }}
