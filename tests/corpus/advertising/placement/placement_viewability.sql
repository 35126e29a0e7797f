SELECT
    i.placement_id,
    COUNT(v.impression_id) / COUNT(*)                                    AS measured_share_trailing_7_days,
    COUNT_IF(v.is_viewable) / NULLIF(COUNT(v.impression_id), 0)           AS viewable_rate_trailing_7_days,
    MEDIAN(v.viewed_ms) / 1000                                           AS median_seconds_viewed_trailing_7_days
FROM logs.impressions i
LEFT JOIN logs.viewability v
       ON v.impression_id = i.impression_id
      AND v.measured_at < '{{ ds }}'::timestamp_ntz
WHERE i.served_at >= '{{ macros.ds_add(ds, -7) }}'::timestamp_ntz
  AND i.served_at <  '{{ ds }}'::timestamp_ntz
GROUP BY i.placement_id
