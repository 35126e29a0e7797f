select
    t.driver_id,
    count(*) as ratings_trailing_90_days,
    avg(r.stars)::int as avg_stars_trailing_90_days,
    count_if(r.stars <= 2) / count(*) as low_rating_share_trailing_90_days
from core.trip_ratings r
join core.trips t on t.trip_id = r.trip_id
where r.rated_by = 'rider'
  and r.rated_at >= dateadd(day, -90, '{{ ds }}'::date)
  and r.rated_at < '{{ ds }}'::date
  and t.driver_id is not null
group by 1
