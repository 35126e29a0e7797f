with carriers as (
    select
        origin,
        dest,
        carrier,
        sum(flights) as flights,
        sum(cancellations) as cancellations,
        sum(flights_with_air_time) as flights_with_air_time,
        sum(air_minutes) as air_minutes
    from flight_ops.daily_flights
    where outcome_date >= '{{ macros.ds_add(ds, -30) }}'::date
        and outcome_date < '{{ ds }}'::date
    group by all
),

largest as (
    select
        origin,
        dest,
        flights
    from carriers
    qualify row_number() over (partition by origin, dest order by flights desc, carrier) = 1
)

select
    carriers.origin,
    carriers.dest,
    sum(carriers.flights) as flights_trailing_30_days,
    sum(carriers.cancellations)::double / sum(carriers.flights) as cancellation_rate_trailing_30_days,
    sum(carriers.air_minutes)::double
        / nullif(sum(carriers.flights_with_air_time), 0) as avg_air_minutes_trailing_30_days,
    count(*) as carriers_trailing_30_days,
    max(largest.flights)::double / sum(carriers.flights) as largest_carrier_share_trailing_30_days
from carriers
join largest
    on largest.origin = carriers.origin
    and largest.dest = carriers.dest
group by carriers.origin, carriers.dest
