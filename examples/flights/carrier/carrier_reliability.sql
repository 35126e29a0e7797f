with weekly as (
    select
        carrier,
        sum(flights) as flights,
        sum(cancellations)::double as cancellations
    from flight_ops.daily_flights
    where outcome_date >= '{{ macros.ds_add(ds, -7) }}'::date
        and outcome_date < '{{ ds }}'::date
    group by carrier
),

monthly as (
    select
        carrier,
        sum(flights) as flights,
        sum(cancellations)::double as cancellations,
        sum(diversions)::double as diversions
    from flight_ops.daily_flights
    where outcome_date >= '{{ macros.ds_add(ds, -30) }}'::date
        and outcome_date < '{{ ds }}'::date
    group by carrier
)

select
    monthly.carrier,
    zeroifnull(weekly.flights) as flights_trailing_7_days,
    weekly.cancellations / weekly.flights as cancellation_rate_trailing_7_days,
    monthly.cancellations / monthly.flights as cancellation_rate_trailing_30_days,
    monthly.diversions / monthly.flights as diversion_rate_trailing_30_days
from monthly
left join weekly on weekly.carrier = monthly.carrier
