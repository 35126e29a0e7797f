-- Median from the sorted list, deviation from its definition.
with flights as (
    select
        f.*,
        epoch(f.time_hour) + 60 * f.minute as scheduled,
        scheduled + 60 * f.dep_delay as departed,
        coalesce(departed + 60 * (f.air_time + 240), departed + 86400, scheduled + 86400) as known
    from read_parquet('$data/flights.parquet') f
),
as_of as (select epoch(timestamp '$ds') as t),
landings as (
    select
        replace(replace(origin, '\', '\\'), '|', '\|') || '|' || replace(replace(dest, '\', '\\'), '|', '\|') as route,
        arr_delay::double as delay,
        (t - known) / 86400.0 as age_days
    from flights, as_of
    where arr_delay is not null and known < t and known >= t - 30 * 86400
),
series as (
    select
        route,
        list(delay order by delay) as sorted,
        len(sorted) as n,
        list_sum(sorted) / n as mean,
        list_sum(list_transform(sorted, lambda x: (x - mean) * (x - mean))) as squares
    from landings
    group by route
),
long as (
    select route, 'avg_arrival_delay_trailing_30_days' as feature, mean as value from series
    union all
    select route, 'median_arrival_delay_trailing_30_days', (sorted[(n + 1) // 2] + sorted[n // 2 + 1]) / 2 from series
    union all
    select route, 'stddev_arrival_delay_trailing_30_days', case when n > 1 then sqrt(squares / (n - 1)) end from series
    union all
    select
        route,
        'avg_arrival_delay_trailing_' || label,
        (select sum(l.delay) / count(*) from landings l where l.route = s.route and l.age_days <= days)
    from series s, (values (1, '1_day'), (7, '7_days')) as w(days, label)
)
select 'route' as entity, route as entity_id, feature, timestamp '$ds' as as_of, value from long
