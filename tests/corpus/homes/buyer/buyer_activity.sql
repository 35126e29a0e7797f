select
    buyer_id,
    count(*) as views_trailing_7_days,
    count(distinct listing_id) as listings_seen_trailing_7_days,
    avg(dwell_seconds) as avg_dwell_seconds_trailing_7_days,
    count(*) / count(distinct listing_id) as views_per_listing_trailing_7_days
from web.listing_views
where {{ window('viewed_at', 7) }}
  and buyer_id is not null
group by buyer_id
