select
    hotel_id,
    room_type,
    avg(nights) as avg_nights_trailing_180_days,
    sum(amount) / sum(nights) as avg_rate_paid_trailing_180_days
from analytics.stays
where {{ past('arrived_at', 180) }}
group by hotel_id, room_type
