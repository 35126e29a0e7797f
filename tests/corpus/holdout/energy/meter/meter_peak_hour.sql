select meter_id, hour(read_at) as peak_hour
from grid.readings
where read_at >= dateadd(day, -30, '{{ ds }}'::timestamp_ntz) and read_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by meter_id order by kwh desc) = 1
