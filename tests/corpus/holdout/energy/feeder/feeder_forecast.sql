with newest as (
    select feeder_id, for_hour, celsius
    from grid.forecasts
    where issued_at < '{{ ds }}'::timestamp_ntz
        and for_hour >= '{{ ds }}'::timestamp_ntz
        and for_hour < dateadd(day, 1, '{{ ds }}'::timestamp_ntz)
    qualify row_number() over (partition by feeder_id, for_hour order by issued_at desc) = 1
)
select feeder_id, min(celsius) as coldest_next_day
from newest
group by feeder_id
