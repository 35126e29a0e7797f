with flights as (
    select
        f.*,
        epoch(f.time_hour) + 60 * f.minute as scheduled,
        scheduled + 60 * f.dep_delay as departed,
        coalesce(departed + 60 * (f.air_time + 240), departed + 86400, scheduled + 86400) as known
    from read_parquet('$data/flights.parquet') f
),
as_of as (select epoch(timestamp '$ds') as t),
departures as (
    select
        origin || '|' || dest as route,
        dep_delay,
        (
            select struct_pack(wind := w.wind_speed, precip := w.precip)
            from read_parquet('$data/weather.parquet') w
            where w.origin = flights.origin and w.time_hour = flights.time_hour
        ) as weather
    from flights, as_of
    where dep_time is not null and known < t and known >= t - 30 * 86400
),
observed as (select route, dep_delay, weather.wind as wind, weather.precip as precip from departures where weather is not null),
long as (
    select
        route,
        'avg_departure_delay_in_strong_wind_trailing_30_days' as feature,
        sum(dep_delay) filter (where wind between 20 and 150)::double / count(*) filter (where wind between 20 and 150) as value
    from observed
    group by route
    union all
    select route, 'wet_departure_share_trailing_30_days', count(*) filter (where precip > 0)::double / count(*) from observed group by route
)
select 'route' as entity, route as entity_id, feature, timestamp '$ds' as as_of, value from long
