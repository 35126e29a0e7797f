select meter_id, kwh as kwh_yesterday, peak_kw as peak_kw_yesterday
from grid.meter_days
where '{{ ds }}'::date = dateadd(day, 1, day)
