SELECT
      c.customer_id
    , DATEDIFF(day, c.signed_up_at, '{{ ds }}'::timestamp_ntz) AS days_since_signup
    , DATEDIFF(day, o.last_order_at, '{{ ds }}'::timestamp_ntz) AS days_since_last_order
    , DATEDIFF(day, s.last_visit_at, '{{ ds }}'::timestamp_ntz) AS days_since_last_visit
FROM app.customers c
LEFT JOIN (
    SELECT customer_id, MAX(ordered_at) AS last_order_at
    FROM app.orders
    WHERE ordered_at < '{{ ds }}'::timestamp_ntz
    GROUP BY 1
) o ON o.customer_id = c.customer_id
LEFT JOIN (
    SELECT customer_id, MAX(started_at) AS last_visit_at
    FROM events.sessions
    WHERE started_at >= DATEADD(year, -1, '{{ ds }}'::timestamp_ntz)
      AND started_at < '{{ ds }}'::timestamp_ntz
    GROUP BY 1
) s ON s.customer_id = c.customer_id
WHERE c.signed_up_at < '{{ ds }}'::timestamp_ntz
