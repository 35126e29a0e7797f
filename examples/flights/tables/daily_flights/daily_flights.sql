-- The 30 days before the as-of time, merged into what earlier runs wrote. A day is complete when it is over and never
-- changes again, so runs may come in any order.
select
    known_at::date as outcome_date,
    carrier,
    origin,
    dest,
    count(*) as flights,
    count_if(departed_at is null) as cancellations,
    count_if(departed_at is not null and arrival_delay is null) as diversions,
    count_if(arrival_delay >= {{ var('late_minutes') }}) as late_arrivals,
    count(air_time) as flights_with_air_time,
    zeroifnull(sum(air_time)) as air_minutes
from flight_ops.flight_outcomes
where {{ trailing_days('known_at', ds, 30) }}
group by 1, 2, 3, 4
