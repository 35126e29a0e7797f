select
    hotel_id,
    rooms,
    datediff('year', opened_on, '{{ ds }}'::date) as years_open,
    rooms >= 200 as is_large
from pms.hotels
where opened_on < '{{ ds }}'::date
