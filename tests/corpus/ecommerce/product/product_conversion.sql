SELECT
    product_id,
    COUNT_IF(event_name = 'product_view') AS views_trailing_14_days,
    COUNT_IF(event_name = 'add_to_cart') / NULLIF(COUNT_IF(event_name = 'product_view'), 0) AS view_to_cart_rate_trailing_14_days
FROM events.page_events
WHERE product_id IS NOT NULL
  AND DATE_TRUNC('day', event_at) >= DATEADD('day', -14, '{{ ds }}'::timestamp_ntz)
  AND DATE_TRUNC('day', event_at) < '{{ ds }}'::timestamp_ntz
GROUP BY product_id
