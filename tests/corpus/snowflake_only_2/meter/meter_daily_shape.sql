with local as (
    select
        r.meter_id,
        r.kwh,
        hour(convert_timezone('UTC', i.timezone, r.read_at)) as local_hour
    from metering.readings r
    join metering.installs i
        on i.meter_id = r.meter_id
        and i.installed_at <= r.read_at
        and (i.removed_at is null or i.removed_at > r.read_at)
    where {{ past('r.read_at', 7) }}
      and r.quality <> 'bad'
)
select
    meter_id,
    sum(iff(local_hour < 6, kwh, 0)) / nullif(sum(kwh), 0) as night_share_trailing_7_days,
    sum(iff(local_hour between 18 and 21, kwh, 0)) / nullif(sum(kwh), 0) as evening_share_trailing_7_days
from local
group by meter_id
