select meter_id, kwh as last_kwh, voltage as last_voltage
from grid.readings
where read_at < '{{ ds }}'::timestamp_ntz
qualify row_number() over (partition by meter_id order by read_at desc) = 1
