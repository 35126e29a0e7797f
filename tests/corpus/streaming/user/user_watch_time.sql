SELECT
      p.user_id
    , SUM(IFF(p.ended_at >= DATEADD('day', -7, '{{ ds }}'::TIMESTAMP_NTZ), p.seconds_watched, 0)) / 3600.0 AS watch_hours_trailing_7_days
    , SUM(p.seconds_watched) / 3600.0                                                                      AS watch_hours_trailing_30_days
    , COUNT(*)                                                                                             AS plays_trailing_30_days
    , COUNT(DISTINCT p.ended_at::DATE)                                                                     AS active_days_trailing_30_days
FROM events.plays p
WHERE p.ended_at >= DATEADD('day', -30, '{{ ds }}'::TIMESTAMP_NTZ)
  AND p.ended_at <  '{{ ds }}'::TIMESTAMP_NTZ
GROUP BY p.user_id
