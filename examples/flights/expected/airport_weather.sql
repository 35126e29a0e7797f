-- The newest observations as a sorted list per airport, where the feature uses window functions.
with observations as (
    select
        origin,
        time_hour,
        struct_pack(
            temp := temp,
            wind := case when wind_speed <= 150 then wind_speed end,
            visib := visib,
            pressure := pressure
        ) as o,
        precip
    from read_parquet('$data/weather.parquet')
    where time_hour < timestamp '$ds' and time_hour >= timestamp '$ds' - interval 30 days
),
series as (
    select origin, list(o order by time_hour desc) as newest, max(o.wind) as max_wind
    from observations
    group by origin
),
long as (
    select origin, 'temperature_fahrenheit' as feature, newest[1].temp as value from series
    union all
    select origin, 'wind_speed_mph', newest[1].wind from series
    union all
    select origin, 'visibility_miles', newest[1].visib from series
    union all
    select origin, 'pressure_change_3_hours', newest[1].pressure - newest[4].pressure from series
    union all
    select origin, 'max_wind_speed_trailing_30_days', max_wind from series
    union all
    select
        origin,
        'precipitation_inches_trailing_1_day',
        (
            select coalesce(sum(precip), 0)
            from observations o
            where o.origin = s.origin and o.time_hour >= timestamp '$ds' - interval 24 hours
        )
    from series s
    union all
    select
        origin,
        'low_visibility_hours_trailing_7_days',
        (
            select count(*)
            from observations o
            where o.origin = s.origin and o.o.visib < 3 and o.time_hour >= timestamp '$ds' - interval 168 hours
        )
    from series s
)
select 'airport' as entity, origin as entity_id, feature, timestamp '$ds' as as_of, value::double as value from long
