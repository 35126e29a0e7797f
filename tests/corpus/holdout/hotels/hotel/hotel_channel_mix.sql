select
    hotel_id,
    avg(iff(channel = 'direct', 1, 0)) as direct_share_trailing_90_days,
    avg(iff(guest_id is null, 1, 0)) as agency_share_trailing_90_days,
    count(distinct channel) as channels_trailing_90_days
from pms.bookings
where {{ past('booked_at', 90) }}
group by hotel_id
