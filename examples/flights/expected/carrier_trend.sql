-- Pairs of consecutive days by a self-join on a day's number, where the feature uses LAG.
with flights as (
    select
        f.*,
        epoch(f.time_hour) + 60 * f.minute as scheduled,
        scheduled + 60 * f.dep_delay as departed,
        coalesce(departed + 60 * (f.air_time + 240), departed + 86400, scheduled + 86400) as known
    from read_parquet('$data/flights.parquet') f
),
as_of as (select epoch(timestamp '$ds') as t),
daily as (
    select
        carrier,
        floor(known / 86400) as known_day,
        sum(arr_delay)::double / count(*) as delay,
        dense_rank() over (partition by carrier order by floor(known / 86400) desc) as age
    from flights, as_of
    where arr_delay is not null and known < t and known >= t - 8 * 86400
    group by carrier, known_day
),
changes as (
    select d.carrier, d.age, d.delay - p.delay as change
    from daily d
    left join daily p on p.carrier = d.carrier and p.age = d.age + 1
),
long as (
    select carrier, 'arrival_delay_change_day_over_day' as feature, change as value from changes where age = 1
    union all
    select carrier, 'worse_days_trailing_7_days', count(*) filter (where change > 0)::double from changes group by carrier
)
select 'carrier' as entity, carrier as entity_id, feature, timestamp '$ds' as as_of, value from long
