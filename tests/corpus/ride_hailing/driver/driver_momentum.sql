select
    today.driver_id,
    today.rides_trailing_7_days - week_ago.rides_trailing_7_days as rides_change_7_days,
    coalesce(today.rides_trailing_7_days * 2 <= week_ago.rides_trailing_7_days and week_ago.rides_trailing_7_days > 0, false) as is_slowing_down
from feature_store.driver_rides as today
left join feature_store.driver_rides as week_ago
    on week_ago.driver_id = today.driver_id
    and week_ago.as_of = dateadd('day', -7, '{{ ds }}'::timestamp_ntz)
where today.as_of = '{{ ds }}'::timestamp_ntz
