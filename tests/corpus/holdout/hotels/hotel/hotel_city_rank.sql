with s as (
    select h.hotel_id, h.city, avg(r.score) as score
    from pms.hotels h
    join web.reviews r on r.hotel_id = h.hotel_id
    where {{ past('r.posted_at', 365) }}
    group by h.hotel_id, h.city
)
select
    hotel_id,
    dense_rank() over (partition by city order by score desc) as score_rank_in_city,
    count(*) over (partition by city) as city_hotels
from s
