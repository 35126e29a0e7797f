select
    l.city,
    l.district,
    count(*) / count(distinct l.listing_id) as views_per_listing_trailing_7_days,
    count(distinct v.buyer_id) as viewers_trailing_7_days
from web.listing_views v
join market.listings l on l.listing_id = v.listing_id
where {{ window('v.viewed_at', 7) }}
group by l.city, l.district
