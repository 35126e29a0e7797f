select
    b.booking_id,
    datediff('day', s.searched_at, b.booked_at) as days_since_search
from pms.bookings b
join web.searches s
    on s.guest_id = b.guest_id
   and s.searched_at < b.booked_at
where {{ past('b.booked_at', 30) }}
