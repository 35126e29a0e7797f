with hours as (
    select meter_id, hour(read_at) as hour, kwh
    from grid.readings
    where read_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and read_at < '{{ ds }}'::timestamp_ntz
)
select
    meter_id,
    sum(iff(hour < 6, kwh, 0)) / nullif(sum(kwh), 0) as night_share,
    div0(sum(iff(hour between 18 and 21, kwh, 0)), sum(kwh)) as evening_share
from hours
group by meter_id
