select meter_id, kwh as last_raw_kwh
from grid.raw_readings
where read_at < '{{ ds }}'::timestamp_ntz and loaded_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by meter_id order by read_at desc) = 1
