-- Weather is matched by the scheduled hour, which both sources hold in UTC. Hours without an observation drop out.
with departures as (
    select
        flown.origin,
        flown.dest,
        flown.departure_delay,
        iff(weather.wind_speed > {{ var('max_plausible_wind_mph') }}, null, weather.wind_speed) as wind_speed,
        weather.precip
    from flight_ops.flight_outcomes as flown
    join nycflights13.weather as weather
        on weather.origin = flown.origin
        and weather.time_hour = date_trunc('hour', flown.scheduled_at)
    where {{ trailing_days('flown.known_at', ds, 30) }}
        and flown.departed_at is not null
)

select
    origin,
    dest,
    avg(iff(wind_speed >= {{ var('strong_wind_mph') }}, departure_delay::double, null))
        as avg_departure_delay_in_strong_wind_trailing_30_days,
    avg(iff(precip > 0, 1, 0)::double) as wet_departure_share_trailing_30_days
from departures
group by origin, dest
