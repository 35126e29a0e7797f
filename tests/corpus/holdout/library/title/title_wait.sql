select
    title_id,
    avg(datediff(day, placed_at, filled_at)) as avg_wait_days,
    percentile_cont(0.9) within group (order by datediff(day, placed_at, filled_at)) as p90_wait_days
from lib.holds
where filled_at >= dateadd(day, -365, '{{ ds }}'::timestamp_ntz)
    and filled_at < '{{ ds }}'::timestamp_ntz
group by title_id
