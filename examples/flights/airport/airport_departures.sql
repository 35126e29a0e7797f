-- Straight from the source: waiting for the flight to land, as flight_outcomes does, would lose the last hours.
with departures as (
    select
        origin as airport,
        dep_delay::double as departure_delay,
        {{ departed_at() }} as departed_at
    from nycflights13.flights
    where dep_delay is not null
)

select
    airport,
    count_if({{ trailing_days('departed_at', ds, 1) }}) as departures_trailing_1_day,
    {%- for days in [1, 7, 30] %}
    avg(iff({{ trailing_days('departed_at', ds, days) }}, departure_delay, null))
        as avg_departure_delay_trailing_{{ days }}_day{{ '' if days == 1 else 's' }}{{ '' if loop.last else ',' }}
    {%- endfor %}
from departures
where {{ trailing_days('departed_at', ds, 30) }}
group by airport
