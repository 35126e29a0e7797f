select
    l.listing_id,
    count(v.view_id) as demand_views_trailing_30_days,
    count(p.position) as demand_photos,
    count(o.offer_id) as demand_offers
from market.listings l
left join web.listing_views v on v.listing_id = l.listing_id and {{ window('v.viewed_at', 30) }}
left join market.photos p on p.listing_id = l.listing_id and p.uploaded_at < '{{ ds }}'::timestamp_ntz
left join crm.offers o on o.listing_id = l.listing_id and o.offered_at < '{{ ds }}'::timestamp_ntz
where {{ on_market('l') }}
group by l.listing_id
