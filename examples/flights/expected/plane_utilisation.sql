with flights as (
    select
        f.*,
        epoch(f.time_hour) + 60 * f.minute as scheduled,
        scheduled + 60 * f.dep_delay as departed,
        coalesce(departed + 60 * (f.air_time + 240), departed + 86400, scheduled + 86400) as known
    from read_parquet('$data/flights.parquet') f
),
as_of as (select epoch(timestamp '$ds') as t),
flown as (
    select f.tailnum, f.air_time, f.distance, floor(f.departed / 86400) as day, (t - known) / 86400.0 as age_days, p.seats
    from flights f
    cross join as_of
    left join read_parquet('$data/planes.parquet') p using (tailnum)
    where f.tailnum is not null and f.air_time is not null and known < t and known >= t - 30 * 86400
),
windows(days, flights_feature, hours_feature) as (
    values
        (1, 'flights_trailing_1_day', null),
        (7, 'flights_trailing_7_days', 'air_hours_trailing_7_days'),
        (30, 'flights_trailing_30_days', 'air_hours_trailing_30_days')
),
windowed as (
    select
        tailnum,
        flights_feature,
        hours_feature,
        sum(case when age_days <= days then 1 else 0 end) as flights,
        sum(case when age_days <= days then air_time else 0 end) / 60.0::double as hours
    from flown, windows
    group by all
),
long as (
    select tailnum, flights_feature as feature, flights::double as value from windowed
    union all
    select tailnum, hours_feature, hours from windowed where hours_feature is not null
    union all
    select tailnum, 'active_days_trailing_30_days', count(*)::double
    from (select distinct tailnum, day from flown)
    group by tailnum
    union all
    select tailnum, 'miles_per_seat_trailing_30_days', sum(distance) / any_value(seats)::double
    from flown
    group by tailnum
)
select 'plane' as entity, tailnum as entity_id, feature, timestamp '$ds' as as_of, value from long
