select
    listing_id,
    ntile(10) over (partition by city, kind order by asking_price, listing_id) as price_decile,
    cume_dist() over (partition by city, kind order by asking_price) as cheaper_listings_share,
    count(*) over (partition by city, district, kind) - 1 as competitors
from analytics.active_listings
where listed_at < '{{ ds }}'::timestamp_ntz
