with b as (
    select guest_id, count(*) as n from pms.bookings where {{ past('booked_at', 90) }} and guest_id is not null group by 1
),
s as (
    select guest_id, count(*) as n from web.searches where {{ past('searched_at', 90) }} and guest_id is not null group by 1
)
select
    s.guest_id,
    coalesce(b.n, 0) as bookings_trailing_90_days,
    s.n / coalesce(b.n, 0) as searches_per_booking_trailing_90_days
from s
left join b on b.guest_id = s.guest_id
