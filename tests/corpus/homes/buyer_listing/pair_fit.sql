with wishes as (
    select buyer_id, city, max(max_price) as max_price, min(min_rooms) as min_rooms
    from web.searches
    where {{ window('searched_at', 30) }}
    group by buyer_id, city
)
select
    w.buyer_id,
    a.listing_id,
    a.asking_price / nullif(w.max_price, 0) as price_over_limit,
    a.rooms - w.min_rooms as rooms_over_wish
from wishes w
join analytics.active_listings a on a.city = w.city
where a.listed_at < '{{ ds }}'::timestamp_ntz
