with flights as (
    select
        f.*,
        epoch(f.time_hour) + 60 * f.minute as scheduled,
        scheduled + 60 * f.dep_delay as departed,
        coalesce(departed + 60 * (f.air_time + 240), departed + 86400, scheduled + 86400) as known
    from read_parquet('$data/flights.parquet') f
),
as_of as (select epoch(timestamp '$ds') as t),
recent as (
    select origin || '|' || dest as route, carrier, dep_time, air_time
    from flights, as_of
    where known < t and known >= t - 30 * 86400
),
routes as (select distinct route from recent),
long as (
    select route, 'flights_trailing_30_days' as feature, count(*)::double as value from recent group by route
    union all
    select route, 'cancellation_rate_trailing_30_days', 1 - count(dep_time)::double / count(*) from recent group by route
    union all
    select route, 'avg_air_minutes_trailing_30_days', avg(air_time) from recent group by route
    union all
    select route, 'carriers_trailing_30_days', count(distinct carrier)::double from recent group by route
    union all
    select
        route,
        'largest_carrier_share_trailing_30_days',
        (select max(n) from (select count(*) as n from recent r where r.route = o.route group by r.carrier))::double
            / (select count(*) from recent r where r.route = o.route)
    from routes o
)
select 'route' as entity, route as entity_id, feature, timestamp '$ds' as as_of, value from long
