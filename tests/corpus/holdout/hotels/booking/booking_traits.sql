select
    booking_id,
    datediff('day', check_in, check_out) as nights,
    datediff('day', booked_at, check_in) as lead_days,
    amount / datediff('day', check_in, check_out) as amount_per_night,
    amount / guests / datediff('day', check_in, check_out) as amount_per_guest_night,
    dayofweekiso(check_in) in (5, 6) as is_weekend
from pms.bookings
where {{ past('booked_at', 2) }}
