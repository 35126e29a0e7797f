select
    shipment_id,
    carrier_id,
    origin_warehouse_id,
    dest_country,
    dest_postcode,
    weight_kg,
    service_level,
    cost,
    booked_at,
    picked_up_at,
    promised_at,
    delivered_at,
    {{ minutes_between('promised_at', 'delivered_at') }} as minutes_late,
    delivered_at > dateadd('minute', {{ var('late_grace_minutes') }}, promised_at) as is_late
from tms.shipments
where {{ since('delivered_at', 90) }}
