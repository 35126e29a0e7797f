with readings as (
    select meter_id, read_at, reading_id, voltage
    from metering.readings
    where {{ past('read_at', 30) }}
),
outages as (
    select *
    from readings
    match_recognize (
        partition by meter_id
        order by read_at, reading_id
        measures count(low.*) as run_length
        one row per match
        pattern (low{2,} ok)
        define
            low as voltage < 10,
            ok as voltage >= 10
    )
)
select
    meter_id,
    count(*) as outages_trailing_30_days,
    max(run_length) as longest_outage_readings_trailing_30_days
from outages
group by meter_id
