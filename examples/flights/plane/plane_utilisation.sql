select
    flown.tailnum,
    count_if({{ trailing_days('flown.known_at', ds, 1) }}) as flights_trailing_1_day,
    count_if({{ trailing_days('flown.known_at', ds, 7) }}) as flights_trailing_7_days,
    count(*) as flights_trailing_30_days,
    sum(iff({{ trailing_days('flown.known_at', ds, 7) }}, flown.air_time, 0))::double / 60 as air_hours_trailing_7_days,
    sum(flown.air_time)::double / 60 as air_hours_trailing_30_days,
    count(distinct flown.departed_at::date) as active_days_trailing_30_days,
    sum(flown.distance)::double / nullif(max(planes.seats), 0) as miles_per_seat_trailing_30_days
from flight_ops.flight_outcomes as flown
left join nycflights13.planes as planes on planes.tailnum = flown.tailnum
where {{ trailing_days('flown.known_at', ds, 30) }}
    and flown.tailnum is not null
    and flown.air_time is not null
group by flown.tailnum
