SELECT
    carrier_id,
    COUNT_IF(delivered_at >= DATEADD(DAY, -7, '{{ ds }}'::DATE)) AS deliveries_trailing_7_days,
    COUNT(*) AS deliveries_trailing_30_days,
    DIV0NULL(
        COUNT_IF(NOT is_late AND delivered_at >= DATEADD(DAY, -7, '{{ ds }}'::DATE)),
        COUNT_IF(is_late IS NOT NULL AND delivered_at >= DATEADD(DAY, -7, '{{ ds }}'::DATE))
    ) AS on_time_rate_trailing_7_days,
    AVG(CASE WHEN is_late THEN 0.0 WHEN NOT is_late THEN 1.0 END) AS on_time_rate_trailing_30_days,
    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY minutes_late) AS p95_minutes_late_trailing_30_days
FROM analytics.delivered_shipments
WHERE delivered_at >= DATEADD(DAY, -30, '{{ ds }}'::DATE)
  AND delivered_at < '{{ ds }}'::DATE
GROUP BY carrier_id
