select feeder_id, sum(customers) as customers_hit_trailing_7_days
from grid.outages
where started_at >= dateadd(day, -7, '{{ ds }}'::timestamp_ntz)
    and started_at < dateadd(day, 1, '{{ ds }}'::timestamp_ntz)
group by feeder_id
