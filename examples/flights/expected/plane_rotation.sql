-- The mean gap is the whole span over the number of gaps, where the feature takes the mean of each.
with flights as (
    select
        f.*,
        epoch(f.time_hour) + 60 * f.minute as scheduled,
        scheduled + 60 * f.dep_delay as departed,
        coalesce(departed + 60 * (f.air_time + 240), departed + 86400, scheduled + 86400) as known
    from read_parquet('$data/flights.parquet') f
),
as_of as (select epoch(timestamp '$ds') as t),
series as (
    select
        f.tailnum,
        count(*) as departures,
        min(f.departed) as first_departed,
        max(f.departed) as last_departed,
        arg_max_null(f.arr_delay, f.departed) as last_delay,
        any_value(t) as t
    from flights f, as_of
    where f.tailnum is not null and f.known < t and f.departed >= t - 30 * 86400
    group by f.tailnum
),
long as (
    select tailnum, 'hours_since_last_departure' as feature, (t - last_departed) / 3600.0::double as value from series
    union all
    select tailnum, 'last_arrival_delay', last_delay::double from series
    union all
    select
        tailnum,
        'avg_hours_between_departures_trailing_30_days',
        case when departures > 1 then (last_departed - first_departed) / (departures - 1) / 3600.0::double end
    from series
)
select 'plane' as entity, tailnum as entity_id, feature, timestamp '$ds' as as_of, value from long
