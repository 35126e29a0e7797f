with days as (
    select meter_id, day, kwh, lag(kwh, 7) over (partition by meter_id order by day) as before
    from grid.meter_days
    where day < '{{ ds }}'::date
)
select meter_id, avg(kwh - before) as mean_change_week_before
from days
where day >= dateadd(day, -28, '{{ ds }}'::date)
group by meter_id
