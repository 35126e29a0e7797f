select
    s.hotel_id,
    count(s.booking_id) as stays_trailing_90_days,
    coalesce(sum(c.severity), 0) / count(s.booking_id) as severity_per_stay_trailing_90_days
from analytics.stays s
left join crm.complaints c on c.booking_id = s.booking_id and c.created_at < '{{ ds }}'::timestamp_ntz
where {{ past('s.arrived_at', 90) }}
group by s.hotel_id
