-- Straight from the flights, without the daily table in between.
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
    select *, known >= t - 7 * 86400 as in_week
    from flights, as_of
    where known < t and known >= t - 30 * 86400
),
carriers as (select distinct carrier from recent),
wide as (
    select
        carrier,
        (select count(*) from recent r where r.carrier = c.carrier and in_week) as flights_week,
        (select count(*) from recent r where r.carrier = c.carrier) as flights_month,
        (select count(*) from recent r where r.carrier = c.carrier and in_week and dep_time is null) as cancelled_week,
        (select count(*) from recent r where r.carrier = c.carrier and dep_time is null) as cancelled_month,
        (select count(*) from recent r where r.carrier = c.carrier and dep_time is not null and air_time is null) as diverted_month
    from carriers c
),
long as (
    select carrier, 'flights_trailing_7_days' as feature, flights_week::double as value from wide
    union all
    select
        carrier,
        'cancellation_rate_trailing_7_days',
        case when flights_week > 0 then cancelled_week::double / flights_week end
    from wide
    union all
    select carrier, 'cancellation_rate_trailing_30_days', cancelled_month::double / flights_month from wide
    union all
    select carrier, 'diversion_rate_trailing_30_days', diverted_month::double / flights_month from wide
)
select 'carrier' as entity, carrier as entity_id, feature, timestamp '$ds' as as_of, value from long
