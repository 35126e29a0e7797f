select
    dest as airport,
    count_if({{ trailing_days('known_at', ds, 7) }}) as arrivals_trailing_7_days,
    avg(iff({{ trailing_days('known_at', ds, 7) }}, arrival_delay::double, null)) as avg_arrival_delay_trailing_7_days,
    count(distinct carrier) as carriers_arriving_trailing_30_days
from flight_ops.flight_outcomes
where {{ trailing_days('known_at', ds, 30) }}
    and arrival_delay is not null
group by 1
