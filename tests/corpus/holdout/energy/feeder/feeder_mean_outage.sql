select
    feeder_id,
    sum(datediff(minute, started_at, ended_at)) / count(*) as mean_minutes,
    count_if(cause is null) / count(*) as open_share
from grid.outages
where ended_at < '{{ ds }}'::timestamp_ntz
group by feeder_id
