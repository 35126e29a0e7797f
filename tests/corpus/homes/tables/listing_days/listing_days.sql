select
    listing_id,
    viewed_at::date as view_date,
    count(*) as views,
    count(distinct buyer_id) as buyers,
    sum(dwell_seconds) as dwell_seconds
from web.listing_views
where {{ window('viewed_at', 3) }}
group by 1, 2
