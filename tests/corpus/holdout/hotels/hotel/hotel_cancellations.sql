SELECT
    hotel_id,
    COUNT_IF(cancelled_at < '{{ ds }}') / COUNT(*) AS cancel_rate_trailing_90_days,
    DIV0(COUNT_IF(cancelled_at < '{{ ds }}' AND DATEDIFF('day', cancelled_at, check_in) <= 2), COUNT_IF(cancelled_at < '{{ ds }}')) AS late_cancel_share_trailing_90_days
FROM pms.bookings
WHERE {{ past('booked_at', 90) }}
GROUP BY hotel_id
