select
    hotel_id,
    night,
    sum(rooms_available) as rooms_available,
    sum(rooms_sold) as rooms_sold,
    sum(revenue) as revenue
from pms.night_audit
where {{ nights('night', 5) }}
group by hotel_id, night
