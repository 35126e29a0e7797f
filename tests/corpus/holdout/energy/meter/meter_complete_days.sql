select d.meter_id, d.kwh as kwh_of_complete_days
from grid.meter_days d
join grid.meters m on m.meter_id = d.meter_id
where d.day < '{{ ds }}'::date
    and d.day >= dateadd(day, -7, '{{ ds }}'::date)
    and d.missing_hours < 1
