-- From the flights themselves, where the feature reads two other feature views.
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
    select *, (t - known) / 86400.0 as age_days
    from flights, as_of
    where known < t and known >= t - 30 * 86400
),
wide as (
    select
        carrier,
        sum(arr_delay) filter (where age_days <= 7)::double / count(arr_delay) filter (where age_days <= 7) as delay_week,
        sum(arr_delay)::double / count(arr_delay) as delay_month,
        (count(*) - count(dep_time))::double / count(*) as cancelled_month
    from recent
    group by carrier
    having count(arr_delay) > 0
),
long as (
    select
        carrier,
        'punctuality_rank' as feature,
        1 + (select count(*) from wide better where better.delay_month < wide.delay_month)::double as value
    from wide
    union all
    select carrier, 'arrival_delay_7_days_versus_30_days', delay_week - delay_month from wide
    union all
    select
        carrier,
        'cancellation_rate_versus_peers',
        cancelled_month - (select sum(cancelled_month) / count(*) from wide)
    from wide
)
select 'carrier' as entity, carrier as entity_id, feature, timestamp '$ds' as as_of, value from long
