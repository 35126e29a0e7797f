with scans as (
    select
        e.shipment_id,
        count(*) as scans,
        boolor_agg(e.event_code like 'EX%') as has_exception,
        count_if(e.details:damage.reported::boolean) as damage
    from tms.shipment_events e
    where e.received_at >= dateadd('day', -14, '{{ ds }}'::timestamp_ntz)
      and e.received_at < '{{ ds }}'::timestamp_ntz
    group by e.shipment_id
)
select
    s.carrier_id,
    sum(c.scans) / count(*) as scans_per_shipment_trailing_14_days,
    avg(iff(c.has_exception, 1, 0)) as exception_rate_trailing_14_days,
    sum(c.damage) as damage_claims_trailing_14_days
from scans c
join tms.shipments s on s.shipment_id = c.shipment_id
where s.booked_at < '{{ ds }}'::timestamp_ntz
group by s.carrier_id
