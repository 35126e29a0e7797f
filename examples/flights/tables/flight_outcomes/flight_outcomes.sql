-- A row carries its delay even where the flight landed days after it was scheduled, so a filter on the schedule would
-- read the future. This table gives each flight one moment, `known_at`, from which all of its columns may be used:
--   landed     departure + time in the air + the longest taxi time, so never before the real arrival
--   diverted   departure + 24 hours
--   cancelled  scheduled departure + 24 hours: no flight has left later than that
with timed as (
    select
        carrier,
        flight,
        tailnum,
        origin,
        dest,
        distance,
        air_time,
        dep_delay as departure_delay,
        arr_delay as arrival_delay,
        dateadd('minute', minute, time_hour) as scheduled_at,
        {{ departed_at() }} as departed_at
    from nycflights13.flights
),

outcomes as (
    select
        carrier,
        flight,
        tailnum,
        origin,
        dest,
        distance,
        air_time,
        departure_delay,
        arrival_delay,
        scheduled_at,
        departed_at,
        case
            when departed_at is null then dateadd('hour', 24, scheduled_at)
            when arrival_delay is null then dateadd('hour', 24, departed_at)
            else dateadd('minute', air_time + {{ var('taxi_allowance_minutes') }}, departed_at)
        end as known_at
    from timed
)

select
    carrier,
    flight,
    tailnum,
    origin,
    dest,
    distance,
    air_time,
    departure_delay,
    arrival_delay,
    scheduled_at,
    departed_at,
    known_at
from outcomes
where known_at < '{{ ds }}'::timestamp_ntz
