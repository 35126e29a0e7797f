select m.meter_id, count(o.outage_id) as outages_trailing_365_days
from grid.meters m
join grid.outages o on o.feeder_id = m.feeder_id
where o.started_at >= dateadd(day, -365, '{{ ds }}'::timestamp_ntz)
    and o.started_at < '{{ ds }}'::timestamp_ntz
group by m.meter_id
