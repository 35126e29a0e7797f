-- One day more than the window, so that the first day in it has a day before.
with daily as (
    select
        carrier,
        known_at::date as outcome_date,
        avg(arrival_delay::double) as avg_arrival_delay
    from flight_ops.flight_outcomes
    where {{ trailing_days('known_at', ds, 8) }}
        and arrival_delay is not null
    group by carrier, outcome_date
),

changes as (
    select
        carrier,
        outcome_date,
        avg_arrival_delay
            - lag(avg_arrival_delay) over (partition by carrier order by outcome_date) as change_from_previous_day
    from daily
),

latest as (
    select
        carrier,
        change_from_previous_day
    from changes
    qualify row_number() over (partition by carrier order by outcome_date desc) = 1
)

select
    changes.carrier,
    max(latest.change_from_previous_day) as arrival_delay_change_day_over_day,
    count_if(changes.change_from_previous_day > 0) as worse_days_trailing_7_days
from changes
join latest on latest.carrier = changes.carrier
group by changes.carrier
