with a as (
    select
        hotel_id,
        arrived_at,
        datediff('minute', arrived_at, lead(arrived_at) over (partition by hotel_id order by arrived_at, booking_id)) as gap
    from pms.bookings
    where arrived_at is not null
)
select hotel_id, avg(gap) as avg_minutes_between_arrivals
from a
where arrived_at < '{{ ds }}'::timestamp_ntz
group by hotel_id
