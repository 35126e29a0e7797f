with quotes as (
    select
        rider_id,
        surge_multiplier,
        eta_seconds,
        coalesce(requested_at < '{{ ds }}'::timestamp_ntz, false) as was_taken
    from app.quotes
    where {{ trailing('quoted_at', ds, 14) }}
)
select
    rider_id,
    count(*) as quotes_trailing_14_days,
    avg(was_taken::int::float) as quote_conversion_trailing_14_days,
    avg(iff(was_taken, surge_multiplier, null)) as avg_surge_taken_trailing_14_days,
    avg(iff(was_taken, null, surge_multiplier)) as avg_surge_left_trailing_14_days,
    1 - count(eta_seconds) / count(*) as no_car_share_trailing_14_days
from quotes
group by rider_id
