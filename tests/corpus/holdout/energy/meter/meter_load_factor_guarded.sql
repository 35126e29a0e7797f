select meter_id, case when max(kwh) > 0 then avg(kwh) / max(kwh) end as guarded_load_factor
from grid.readings
where read_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and read_at < '{{ ds }}'::timestamp_ntz
group by meter_id
