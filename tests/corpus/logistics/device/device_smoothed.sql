select
    device_id,
    avg(iff(value > smoothed, 1, 0)) as share_above_smoothed
from (
    select
        device_id,
        value,
        avg(value) over (partition by device_id, metric order by read_at, ingested_at, value rows between 2 preceding and 2 following) as smoothed
    from iot.readings
    where read_at >= dateadd('day', -1, '{{ ts }}'::timestamp_ntz)
      and read_at <= '{{ ts }}'::timestamp_ntz
)
group by device_id
