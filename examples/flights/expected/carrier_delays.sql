-- Long form from the start: every flight joined to every window that holds it.
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
    select carrier, arr_delay, (t - known) / 86400.0 as age_days
    from flights, as_of
    where arr_delay is not null and known < t and known >= t - 30 * 86400
),
carriers as (select distinct carrier from landings),
windows(days, feature) as (
    values
        (1, 'avg_arrival_delay_trailing_1_day'),
        (7, 'avg_arrival_delay_trailing_7_days'),
        (30, 'avg_arrival_delay_trailing_30_days')
),
long as (
    select c.carrier, w.feature, sum(l.arr_delay) / count(l.arr_delay)::double as value
    from carriers c
    cross join windows w
    left join landings l on l.carrier = c.carrier and l.age_days <= w.days
    group by all
    union all
    select
        c.carrier,
        'late_arrival_share_trailing_7_days',
        (select sum((l.arr_delay >= 15)::integer) / count(*)::double from landings l where l.carrier = c.carrier and l.age_days <= 7)
    from carriers c
    union all
    select
        c.carrier,
        'worst_arrival_delay_trailing_30_days',
        (select l.arr_delay from landings l where l.carrier = c.carrier order by l.arr_delay desc limit 1)
    from carriers c
)
select 'carrier' as entity, carrier as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long
