with seen as (
    select distinct buyer_id, listing_id
    from web.listing_views
    where {{ window('viewed_at', 30) }}
      and buyer_id is not null
)
select
    s.buyer_id,
    avg(l.asking_price) as avg_price_seen_trailing_30_days,
    stddev(l.asking_price) as stddev_price_seen_trailing_30_days
from seen s
join analytics.active_listings l on l.listing_id = s.listing_id
group by s.buyer_id
