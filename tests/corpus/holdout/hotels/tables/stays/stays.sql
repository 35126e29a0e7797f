select
    b.booking_id,
    b.hotel_id,
    b.room_type,
    b.guest_id,
    b.channel,
    b.booked_at,
    b.arrived_at,
    b.check_in,
    b.check_out,
    datediff('day', b.check_in, b.check_out) as nights,
    b.amount
from pms.bookings b
where b.arrived_at < '{{ ds }}'::timestamp_ntz
