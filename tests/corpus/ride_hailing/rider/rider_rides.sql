select
    rider_id
  , count(case when dropped_off_at >= dateadd('day', -7, '{{ ds }}'::date) then trip_id end) as rides_trailing_7_days
  , count(trip_id)                                           as rides_trailing_30_days
  , sum(fare_cents + tip_cents) / 100.0                      as spend_trailing_30_days
  , div0(count_if(product ilike '%airport%'), count(trip_id)) as airport_share_trailing_30_days
  , avg(wait_minutes)                                        as avg_wait_minutes_trailing_30_days
from mart.fct_rides
where dropped_off_at >= dateadd('day', -30, '{{ ds }}'::date)
  and dropped_off_at <  '{{ ds }}'::date
group by rider_id
