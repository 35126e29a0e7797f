SELECT customer_id
     , COUNT(coupon_code)::FLOAT / COUNT(*)                      AS coupon_share_trailing_90_days
     , SUM(discount_cents)::FLOAT / NULLIF(SUM(subtotal_cents), 0) AS avg_discount_share_trailing_90_days
FROM app.orders
WHERE ordered_at BETWEEN DATEADD('day', -90, '{{ ds }}'::timestamp_ntz) AND '{{ ds }}'::timestamp_ntz
  AND customer_id IS NOT NULL
GROUP BY customer_id
