with departures as (
    select
        tailnum,
        departed_at,
        arrival_delay,
        lag(departed_at) over (partition by tailnum order by departed_at) as previous_departed_at,
        row_number() over (partition by tailnum order by departed_at desc) as recency
    from flight_ops.flight_outcomes
    where {{ trailing_days('departed_at', ds, 30) }}
        and tailnum is not null
)

select
    tailnum,
    min(datediff('minute', departed_at, '{{ ds }}'::timestamp_ntz))::double / 60 as hours_since_last_departure,
    max(iff(recency = 1, arrival_delay, null)) as last_arrival_delay,
    avg(datediff('minute', previous_departed_at, departed_at)::double / 60)
        as avg_hours_between_departures_trailing_30_days
from departures
group by tailnum
