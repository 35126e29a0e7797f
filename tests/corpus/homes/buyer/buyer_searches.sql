select
    buyer_id,
    count(*) as searches_trailing_30_days,
    median(max_price) as median_max_price_trailing_30_days,
    count(distinct city) as cities_trailing_30_days,
    count_if(results = 0) / count(*) as empty_search_share_trailing_30_days
from web.searches
where {{ window('searched_at', 30) }}
group by buyer_id
