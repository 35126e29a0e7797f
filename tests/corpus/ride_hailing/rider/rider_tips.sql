SELECT rider_id,
       SUM(tip_cents) / NULLIFZERO(SUM(fare_cents))              AS tip_rate_trailing_90_days,
       COUNT_IF(tip_cents > 0) / COUNT(*)                        AS tipping_share_trailing_90_days,
       APPROX_PERCENTILE(NULLIFZERO(tip_cents), 0.5) / 100       AS approx_median_tip_trailing_90_days,
       STDDEV_SAMP(NULLIFZERO(tip_cents)) / 100                  AS tip_stddev_trailing_90_days
FROM core.trips
WHERE dropped_off_at >= ADD_MONTHS('{{ ds }}'::timestamp_ntz, -3)
  AND dropped_off_at < '{{ ds }}'::timestamp_ntz
GROUP BY rider_id
HAVING COUNT(*) >= 3
