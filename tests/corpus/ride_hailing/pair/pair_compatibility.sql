select
    t.rider_id,
    t.driver_id,
    avg(case when r.rated_by = 'rider' then r.stars end) as avg_stars_given_trailing_90_days,
    avg(case when r.rated_by = 'driver' then r.stars end) as avg_stars_received_trailing_90_days
from core.trips t
join core.trip_ratings r on r.trip_id = t.trip_id
where r.rated_at >= dateadd(day, -90, '{{ ds }}'::timestamp_ntz)
  and r.rated_at < '{{ ds }}'::timestamp_ntz
  and t.driver_id is not null
group by t.rider_id, t.driver_id, t.product
