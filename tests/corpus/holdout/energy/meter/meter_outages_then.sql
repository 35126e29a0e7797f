select p.meter_id, count(*) as own_outages_trailing_365_days
from grid.feeder_periods p
join grid.outages o
    on o.feeder_id = p.feeder_id
    and o.started_at >= p.connected_at
    and o.started_at < coalesce(p.disconnected_at, '9999-12-31'::timestamp_ntz)
where o.started_at >= dateadd(day, -365, '{{ ds }}'::timestamp_ntz)
    and o.started_at < '{{ ds }}'::timestamp_ntz
group by p.meter_id
