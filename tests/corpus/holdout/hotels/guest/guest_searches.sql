select
    guest_id,
    count(*) as searches_trailing_30_days,
    avg(datediff('day', searched_at, check_in)) as days_ahead_trailing_30_days,
    count(distinct city) as cities_trailing_30_days,
    count(*) / count(distinct city) as searches_per_city_trailing_30_days
from web.searches
where {{ past('searched_at', 30) }}
  and guest_id is not null
group by guest_id
