select hotel_id, stars from pms.hotels where opened_on < '{{ ds }}'::date
