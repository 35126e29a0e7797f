select
    carrier,
    avg(iff({{ trailing_days('known_at', ds, 1) }}, arrival_delay::double, null)) as avg_arrival_delay_trailing_1_day,
    avg(iff({{ trailing_days('known_at', ds, 7) }}, arrival_delay::double, null)) as avg_arrival_delay_trailing_7_days,
    avg(arrival_delay::double) as avg_arrival_delay_trailing_30_days,
    avg(
        case
            when {{ trailing_days('known_at', ds, 7) }}
                then iff(arrival_delay >= {{ var('late_minutes') }}, 1, 0)::double
        end
    ) as late_arrival_share_trailing_7_days,
    max(arrival_delay) as worst_arrival_delay_trailing_30_days
from flight_ops.flight_outcomes
where {{ trailing_days('known_at', ds, 30) }}
    and arrival_delay is not null
group by carrier
