SELECT
    driver_id,
    SUM(IFF(dropped_off_at >= DATEADD(day, -1, TO_TIMESTAMP_NTZ('{{ ds }}')), 1, 0)) AS rides_trailing_1_day,
    SUM(IFF(dropped_off_at >= DATEADD(day, -7, TO_TIMESTAMP_NTZ('{{ ds }}')), 1, 0)) AS rides_trailing_7_days,
    COUNT(*) AS rides_trailing_30_days,
    AVG(fare_cents) / 100 AS avg_fare_trailing_30_days,
    AVG(CASE WHEN dropped_off_at >= DATEADD(day, -7, TO_TIMESTAMP_NTZ('{{ ds }}')) THEN distance_km END) AS km_per_ride_trailing_7_days
FROM core.trips
WHERE driver_id IS NOT NULL
  AND dropped_off_at >= DATEADD(day, -30, TO_TIMESTAMP_NTZ('{{ ds }}'))
  AND dropped_off_at < TO_TIMESTAMP_NTZ('{{ ds }}')
GROUP BY driver_id
