with departures as (
    select origin, dep_delay, date_diff('second', time_hour + to_minutes(minute + dep_delay), timestamp '$ds') / 86400.0 as age_days
    from read_parquet('$data/flights.parquet')
    where dep_time is not null
),
windows(days, feature) as (
    values
        (1, 'avg_departure_delay_trailing_1_day'),
        (7, 'avg_departure_delay_trailing_7_days'),
        (30, 'avg_departure_delay_trailing_30_days')
),
airports as (select distinct origin from departures where age_days > 0 and age_days <= 30),
long as (
    select
        a.origin,
        w.feature,
        (
            select sum(d.dep_delay)::double / count(*)
            from departures d
            where d.origin = a.origin and d.age_days > 0 and d.age_days <= w.days
        ) as value
    from airports a, windows w
    union all
    select origin, 'departures_trailing_1_day', count(*) filter (where age_days > 0 and age_days <= 1)::double
    from departures
    where origin in (select origin from airports)
    group by origin
)
select 'airport' as entity, origin as entity_id, feature, timestamp '$ds' as as_of, value from long
