select
    hotel_id,
    room_type,
    rate,
    datediff('day', valid_from, '{{ ds }}'::date) as days_since_rate_change
from pms.rates
where valid_from < '{{ ds }}'::date
  and (valid_to is null or valid_to >= '{{ ds }}'::date)
qualify row_number() over (partition by hotel_id, room_type order by valid_from desc) = 1
