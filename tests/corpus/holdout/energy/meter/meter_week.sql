select meter_id, sum(kwh) as kwh_last_7_days
from grid.meter_days
where day between dateadd(day, -6, '{{ ds }}'::date) and '{{ ds }}'::date
group by meter_id
