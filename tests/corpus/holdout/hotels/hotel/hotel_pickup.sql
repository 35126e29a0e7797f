SELECT
    hotel_id,
    COUNT(*) AS rooms_booked_next_30_days,
    COUNT_IF(booked_at >= DATEADD('day', -7, '{{ ds }}'::TIMESTAMP_NTZ)) AS pickup_trailing_7_days
FROM pms.bookings
WHERE booked_at < '{{ ds }}'::TIMESTAMP_NTZ
  AND check_in >= '{{ ds }}'::DATE
  AND check_in < DATEADD('day', 30, '{{ ds }}'::DATE)
  AND (cancelled_at IS NULL OR cancelled_at >= '{{ ds }}'::TIMESTAMP_NTZ)
GROUP BY hotel_id
