select
    o.feeder_id,
    count(t.ticket_id) / count(distinct o.outage_id) as calls_per_outage
from grid.outages o
left join billing.tickets t
    on t.feeder_id = o.feeder_id
    and t.opened_at between o.started_at and dateadd(hour, 24, o.started_at)
where o.started_at < '{{ ds }}'::timestamp_ntz
group by o.feeder_id
