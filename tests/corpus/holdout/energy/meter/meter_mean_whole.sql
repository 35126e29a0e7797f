select meter_id, avg(kwh::int) as mean_kwh
from grid.meter_days
where day >= dateadd(day, -28, '{{ ds }}'::date) and day < '{{ ds }}'::date
group by meter_id
