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
    select dest, carrier, arr_delay, known >= t - 7 * 86400 as in_week
    from flights, as_of
    where air_time > 0 and known between t - 30 * 86400 and t - 1
),
airports as (select dest from landings group by dest),
long as (
    select dest, 'arrivals_trailing_7_days' as feature, (select count(*) from landings l where l.dest = a.dest and in_week)::double as value
    from airports a
    union all
    select dest, 'avg_arrival_delay_trailing_7_days', (select sum(arr_delay)::double / count(*) from landings l where l.dest = a.dest and in_week)
    from airports a
    union all
    select dest, 'carriers_arriving_trailing_30_days', len(list(distinct carrier))::double
    from landings
    group by dest
)
select 'airport' as entity, dest as entity_id, feature, timestamp '$ds' as as_of, value from long
