select
    b.booking_id,
    b.amount / (datediff('day', b.check_in, b.check_out) * r.rate) as paid_over_rate
from pms.bookings b
join pms.rates r
    on r.hotel_id = b.hotel_id
   and r.room_type = b.room_type
   and r.valid_from <= b.booked_at
   and coalesce(r.valid_to, '9999-12-31'::date) > b.booked_at
where {{ past('b.booked_at', 30) }}
