select s.carrier_id,
       datediff(day, e.event_time, '{{ ds }}'::timestamp_ntz) as days_since_last_exception,
       e.event_code = 'EX_CUSTOMS' as last_exception_was_customs
from tms.shipment_events e
join tms.shipments s on s.shipment_id = e.shipment_id
where e.received_at < '{{ ds }}'::timestamp_ntz
  and startswith(e.event_code, 'EX')
qualify row_number() over (partition by s.carrier_id order by e.event_time desc) = 1
