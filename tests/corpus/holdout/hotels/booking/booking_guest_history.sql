select
    b.booking_id,
    count_if(p.arrived_at < b.booked_at) as stays_before,
    count_if(p.cancelled_at < b.booked_at) as cancels_before
from pms.bookings b
left join pms.bookings p
    on p.guest_id = b.guest_id
   and p.booked_at < b.booked_at
where {{ past('b.booked_at', 30) }}
group by b.booking_id
