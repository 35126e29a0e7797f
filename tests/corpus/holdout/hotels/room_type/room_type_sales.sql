select
    hotel_id,
    room_type,
    sum(rooms_sold) as nights_sold_trailing_28_days,
    avg(rooms_sold / rooms_available) as sold_share_trailing_28_days,
    count_if(rooms_sold >= rooms_available and rooms_available > 0) as days_sold_out_trailing_28_days
from pms.night_audit
where {{ nights('night', 28) }}
group by hotel_id, room_type
