select household_id, cents_per_kwh / 100 as price, is_green as is_green_tariff
from grid.tariffs
where valid_from <= dateadd(day, -1, '{{ ds }}'::date)
    and coalesce(valid_to, '9999-12-31'::date) >= '{{ ds }}'::date
