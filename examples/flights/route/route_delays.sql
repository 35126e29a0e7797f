select
    origin,
    dest,
    avg(iff({{ trailing_days('known_at', ds, 1) }}, arrival_delay::double, null)) as avg_arrival_delay_trailing_1_day,
    avg(iff({{ trailing_days('known_at', ds, 7) }}, arrival_delay::double, null)) as avg_arrival_delay_trailing_7_days,
    avg(arrival_delay::double) as avg_arrival_delay_trailing_30_days,
    median(arrival_delay::double) as median_arrival_delay_trailing_30_days,
    stddev(arrival_delay::double) as stddev_arrival_delay_trailing_30_days
from flight_ops.flight_outcomes
where {{ trailing_days('known_at', ds, 30) }}
    and arrival_delay is not null
group by origin, dest
