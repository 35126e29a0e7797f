select meter_id, avg(kwh) / max(kwh) as load_factor
from grid.readings
where read_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and read_at < '{{ ds }}'::timestamp_ntz
group by meter_id
