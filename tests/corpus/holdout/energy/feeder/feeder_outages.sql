select
    feeder_id,
    count(*) as outages_trailing_30_days,
    sum(datediff(minute, started_at, least(coalesce(ended_at, '{{ ds }}'::timestamp_ntz), '{{ ds }}'::timestamp_ntz)))
        as outage_minutes_trailing_30_days
from grid.outages
where started_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and started_at < '{{ ds }}'::timestamp_ntz
group by feeder_id
