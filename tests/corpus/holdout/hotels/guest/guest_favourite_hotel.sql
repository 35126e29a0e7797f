with h as (
    select guest_id, hotel_id, count(*) as n
    from analytics.stays
    where arrived_at < '{{ ds }}'::timestamp_ntz
      and guest_id is not null
    group by guest_id, hotel_id
)
select guest_id, max(n) / sum(n) as favourite_hotel_share, count(*) as hotels
from h
group by guest_id
